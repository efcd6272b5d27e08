// The quote of the message that another one replies to.

import { h } from "../dom.js";
import { gettext } from "../i18n.js";
import { avatar, displayName } from "../members/avatar.js";
import { hueInRoom } from "../members/hue.js";
import { summaryOf } from "./summary.js";

/** @typedef {{ author: Protocol.User, text: string }} Quote */

/**
 * What is quoted of a message.
 *
 * @param {Protocol.Message} message
 * @returns {Quote}
 */
export function quoteOf(message) {
  return { author: message.author, text: message.deleted ? gettext("deleted") : summaryOf(message) };
}

/**
 * @param {number} seq
 * @param {Quote | null} quote  null while the message is not held
 */
export function quoteElement(seq, quote) {
  const attributes = { class: "quote", href: `#m${seq}`, "data-message-link": seq };
  if (!quote) return h("a", attributes, h("span", { class: "quote__text" }, gettext("An earlier message")));
  return h(
    "a",
    { ...attributes, "data-hue": hueInRoom(quote.author.username) },
    avatar(quote.author, "avatar--tiny"),
    displayName(quote.author),
    h("span", { class: "quote__text", dir: "auto" }, quote.text),
  );
}
