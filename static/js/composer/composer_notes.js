// The notes above the text of the composer: what sending will do when it does not post a new message, or why it cannot.

import { h, icon } from "../dom.js";
import { formatDuration, formatNumber, formatTime } from "../format.js";
import { gettext, interpolate, parts } from "../i18n.js";
import { displayName } from "../members/avatar.js";
import { summaryOf } from "../message/summary.js";

const EXACT = 120; // seconds; what is longer is counted in minutes

/**
 * @param {number} length
 * @param {number} limit
 */
export function tooLongNote(length, limit) {
  const numbers = { length: formatNumber(length), most: formatNumber(limit) };
  const text = interpolate(gettext("%(length)s of %(most)s characters"), numbers);
  return h(
    "div",
    { class: "composer__note composer__note--bad" },
    icon("warn", "small"),
    h("span", {}, text),
  );
}

/**
 * How long this user has to wait between two messages, and how much of that is left.
 *
 * @param {{ every: number, left: number }} slowMode
 */
export function slowNote({ every, left }) {
  const text = interpolate(gettext("Slow mode: one message every %(time)s."), {
    time: formatDuration(every),
  });
  const time = formatDuration(left > EXACT ? Math.ceil(left / 60) * 60 : left);
  const wait = left > 0 && h("b", {}, interpolate(gettext("%(time)s left"), { time }));
  return h("div", { class: "composer__note" }, icon("clock", "small"), h("span", {}, text), wait);
}

/**
 * What is answered or edited; null where it is neither.
 *
 * @param {Protocol.Message | null} replyTo
 * @param {Protocol.Message | null} editing
 * @param {() => void} onStop
 */
export function modeNote(replyTo, editing, onStop) {
  if (replyTo) return replyNote(replyTo, onStop);
  return editing && editNote(editing, onStop);
}

/**
 * @param {Protocol.Message} message
 * @param {() => void} onStop
 */
function replyNote(message, onStop) {
  const to = h("span", {}, ...parts(gettext("Replying to %(name)s"), { name: displayName(message.author) }));
  return note("reply", to, summaryOf(message), onStop);
}

/**
 * @param {Protocol.Message} message
 * @param {() => void} onStop
 */
function editNote(message, onStop) {
  const time = formatTime(new Date(message.at));
  const what = interpolate(gettext("Editing your message from %(time)s"), { time });
  return note("pen", h("span", {}, what), gettext("Esc cancels"), onStop);
}

/**
 * @param {string} iconName
 * @param {HTMLElement} what
 * @param {string} text
 * @param {() => void} onStop
 */
function note(iconName, what, text, onStop) {
  const attributes = { class: "icon-button", type: "button", "aria-label": gettext("Cancel"), click: onStop };
  return h(
    "div",
    { class: "composer__note" },
    icon(iconName, "small"),
    what,
    h("span", { class: "quote__text" }, text),
    h("button", attributes, icon("x", "small")),
  );
}
