// The two pills over the timeline: what is unread above, with the way to the first of it, and what came in below.

import { h, icon, present, required } from "../dom.js";
import { capped, formatMoment } from "../format.js";
import { gettext, interpolate, ngettext } from "../i18n.js";

/** @import { UnreadCount } from "./unread_count.js" */

export class UnreadPills {
  #signature = "";

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.top
   * @param {HTMLElement} parts.bottom
   * @param {() => void} parts.onFirstUnread
   * @param {() => void} parts.onMarkAsRead
   * @param {() => void} parts.onLatest
   */
  constructor({ top, bottom, onFirstUnread, onMarkAsRead, onLatest }) {
    this.top = top;
    this.bottom = bottom;
    const toFirst = required(top, "#jump-to-first-unread", HTMLElement);
    this.text = required(toFirst, "span", HTMLElement);
    toFirst.addEventListener("click", onFirstUnread);
    required(top, "#mark-as-read", HTMLElement).addEventListener("click", onMarkAsRead);
    bottom.addEventListener("click", onLatest);
  }

  /**
   * @param {number} count
   * @param {Date | null} since  when the first of them was posted
   */
  showTop(count, since) {
    this.top.hidden = false;
    this.text.textContent = newSince(count, since);
  }

  hideTop() {
    this.top.hidden = true;
  }

  /** @param {UnreadCount} count */
  showBottom({ all, forMe }) {
    this.bottom.hidden = false;
    const signature = `${all} ${forMe}`;
    if (this.#signature === signature) return;
    this.#signature = signature;
    const badge = forMe > 0 && h("b", { class: "count count--mention" }, String(forMe));
    const text = all ? newBelow(all, forMe) : gettext("Jump to latest");
    this.bottom.replaceChildren(...present([badge, text, icon("down", "small")]));
  }

  hideBottom() {
    this.bottom.hidden = true;
  }
}

/**
 * @param {number} all
 * @param {number} forMe
 */
function newBelow(all, forMe) {
  const values = { count: capped(all), mine: forMe };
  if (!forMe) return interpolate(ngettext("%(count)s new below", "%(count)s new below", all), values);
  const text = ngettext("%(count)s new below, one for you", "%(count)s new below, %(mine)s for you", forMe);
  return interpolate(text, values);
}

/**
 * "7 new since 09:05"; without a time only how many.
 *
 * @param {number} number
 * @param {Date | null} since
 */
function newSince(number, since) {
  const count = capped(number);
  if (!since) return interpolate(ngettext("%(count)s new", "%(count)s new", number), { count });
  const text = ngettext("%(count)s new since %(time)s", "%(count)s new since %(time)s", number);
  return interpolate(text, { count, time: formatMoment(since) });
}
