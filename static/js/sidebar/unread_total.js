// How much is unread in all rooms, where it is seen while the page is not: its title, its icon, and the app's badge.

import { find } from "../dom.js";
import { capped } from "../format.js";

/** @typedef {{ forMe: number, others: boolean }} Total  `others`: something else is unread, where that is shown */

const MARK = '<path fill="#f2ab2e" d="M16 2h10.2A3.8 3.8 0 0 1 30 5.8V16A14 14 0 1 1 16 2z"/>'; // static/img/mark.svg
const DOT = '<circle cx="24" cy="24" r="7" fill="#0b5a69" stroke="#fff" stroke-width="2"/>';
const DISC = '<circle cx="21" cy="21" r="11" fill="#a3271d"/>';
const NUMBER = 'x="21" y="27" fill="#fff" font-family="sans-serif" font-weight="700" text-anchor="middle"';
const MOST = 9; // that an icon has room for

export class UnreadTotal {
  #shown = "";
  /** @type {Total} */
  #total = { forMe: 0, others: false };

  constructor() {
    this.title = document.title; // without what is unread
    this.icon = find(document, "link[rel=icon]", HTMLLinkElement);
    this.plain = this.icon?.href ?? "";
  }

  /** @param {string} title  of the page, without what is unread */
  setTitle(title) {
    this.title = title;
    this.#draw();
  }

  /** @param {Total} total */
  show(total) {
    this.#total = total;
    this.#draw();
  }

  #draw() {
    const { forMe, others } = this.#total;
    document.title = titleMark(this.#total) + this.title;
    const shown = `${forMe} ${others}`;
    if (this.#shown === shown) return;
    this.#shown = shown;
    if (this.icon) this.icon.href = iconAddress(this.#total) ?? this.plain;
    showBadge(this.#total);
  }
}

/**
 * The title counts what is for me; a dot says that something else is unread.
 *
 * @param {Total} total
 */
function titleMark({ forMe, others }) {
  if (forMe) return `(${capped(forMe)}) `;
  return others ? "• " : "";
}

/**
 * The icon with a number or a dot; null without either.
 *
 * @param {Total} total
 */
function iconAddress({ forMe, others }) {
  if (!forMe && !others) return null;
  const number = forMe > MOST ? `${MOST}+` : String(forMe);
  const text = `<text ${NUMBER} font-size="${number.length > 1 ? 14 : 17}">${number}</text>`;
  const badge = forMe ? DISC + text : DOT;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${MARK}${badge}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/**
 * On the icon of the installed app: a number, or a dot.
 *
 * @param {Total} total
 */
function showBadge({ forMe, others }) {
  if (!("setAppBadge" in navigator)) return;
  const shown = forMe || others ? navigator.setAppBadge(forMe || undefined) : navigator.clearAppBadge();
  shown.catch(() => {}); // not installed, or not allowed
}
