// What a message said before it was edited, in a dialog: the list of the page that shows it without scripts.

import { openModal } from "../components/modal.js";
import { closest, find, h } from "../dom.js";
import { gettext } from "../i18n.js";
import { isPlainClick } from "../navigation/links.js";
import { enableSpoilers, hideSpoilers } from "./spoilers.js";

const TITLE = gettext("Versions of this message");

/** @param {string} url */
export async function openVersions(url) {
  const list = await fetchVersions(url);
  if (!list) return location.assign(url); // the page says why
  const close = h("button", { class: "button" }, gettext("Close"));
  const form = h(
    "form",
    { class: "dialog__form", method: "dialog" },
    h("h2", { class: "dialog__title" }, TITLE),
    list,
    h("p", { class: "dialog__actions" }, close),
  );
  list.addEventListener("click", (event) => showOlder(event, list, url));
  hideSpoilers(list, url);
  enableSpoilers(list);
  openModal(h("dialog", { class: "dialog", "aria-label": TITLE }, form));
  close.focus();
}

/**
 * @param {MouseEvent} event
 * @param {HTMLElement} list
 * @param {string} url
 */
async function showOlder(event, list, url) {
  const link = closest(event.target, "[data-older-versions]", HTMLAnchorElement);
  if (!link || !isPlainClick(event)) return;
  event.preventDefault();
  const older = await fetchVersions(new URL(link.getAttribute("href") ?? "", url).href);
  if (!older) return;
  link.closest("li")?.remove();
  list.append(...older.children);
}

/**
 * The list as the page has it.
 *
 * @param {string} url
 */
async function fetchVersions(url) {
  const answer = await fetch(url).catch(() => null);
  if (!answer?.ok) return null;
  return find(new DOMParser().parseFromString(await answer.text(), "text/html"), "#versions", HTMLElement);
}
