// The reactions below a message: those of its log, and those that wait in the outbox.

import { h, icon } from "../dom.js";
import { gettext, interpolate } from "../i18n.js";

/**
 * Null where there is none.
 *
 * @param {Protocol.Message} message
 * @param {Protocol.React[]} pending
 * @param {Protocol.User} me
 */
export function reactionList(message, pending, me) {
  const chips = [...usersByEmoji(message, pending, me)]
    .filter(([, users]) => users.size)
    .map(([emoji, users]) => chip(emoji, [...users], me));
  if (!chips.length) return null;
  const attributes = {
    class: "reaction reaction--add",
    type: "button",
    "aria-label": gettext("Add a reaction"),
    "data-action": "pick",
  };
  const add = h("button", attributes, icon("smile", "small"));
  return h("ul", { class: "reactions" }, ...[...chips, add].map((button) => h("li", {}, button)));
}

/**
 * @param {Protocol.Message} message
 * @param {Protocol.React[]} pending
 * @param {Protocol.User} me
 */
function usersByEmoji(message, pending, me) {
  const users = new Map(
    Object.entries(message.reactions ?? {}).map(([emoji, names]) => [emoji, new Set(names)]),
  );
  for (const { emoji, on } of pending) {
    const names = users.get(emoji) ?? new Set();
    users.set(emoji, names);
    if (on) names.add(me.username);
    else names.delete(me.username);
  }
  return users;
}

/**
 * @param {string} emoji
 * @param {string[]} names
 * @param {Protocol.User} me
 */
function chip(emoji, names, me) {
  const own = names.includes(me.username);
  const label = own
    ? gettext("%(emoji)s, %(count)s, including yours: %(names)s")
    : gettext("%(emoji)s, %(count)s: %(names)s");
  const attributes = {
    class: "reaction",
    type: "button",
    title: names.join(", "),
    "aria-pressed": String(own),
    "aria-label": interpolate(label, { emoji, count: names.length, names: names.join(", ") }),
    "data-action": "react",
    "data-emoji": emoji,
  };
  return h("button", attributes, h("span", { "aria-hidden": "true" }, emoji), String(names.length));
}
