// The elements of the composer of a room that is opened over the socket: templates/components/composer.html.

import { h, icon } from "../dom.js";
import { gettext, interpolate, parts } from "../i18n.js";

/**
 * @param {PageData.Room} room
 * @param {boolean} empty  there are no messages
 * @param {HTMLElement} status
 * @param {HTMLInputElement} csrf
 */
export function composerForm({ kind, label, url }, empty, status, csrf) {
  const form = { class: "composer column", method: "post", action: url, id: "composer" };
  const writeTo = interpolate(gettext("Write to %(room)s"), { room: label });
  const writeFirst = interpolate(gettext("Write the first message in %(room)s"), { room: label });
  const isFirst = empty && kind !== "direct";
  return h(
    "form",
    { ...form, "aria-label": gettext("Write a message") },
    csrf,
    h("div", { class: "composer__line" }, typingUsers(), composerHint("composer-hint")),
    status,
    h(
      "div",
      { class: "composer__card" },
      attachButton(),
      h("label", { class: "visually-hidden", for: "message-text" }, writeTo),
      textarea(isFirst ? writeFirst : writeTo),
      h("div", { class: "composer__tools" }, emojiButton("composer-emoji"), voiceButton(), sendButton()),
    ),
  );
}

/**
 * What is said to who only visits a room.
 *
 * @param {PageData.Room} room
 * @param {HTMLInputElement} csrf
 */
export function joinPrompt({ slug, url }, csrf) {
  const text = gettext("You have not joined #%(room)s. Join it to keep it in your list.");
  return h(
    "form",
    { class: "column join-prompt", method: "post", action: `${url}join/` },
    csrf,
    h(
      "p",
      { class: "status" },
      icon("people"),
      h("span", {}, interpolate(text, { room: slug })),
      h("button", { class: "button button--small" }, gettext("Join")),
    ),
  );
}

const typingUsers = () => h("p", { class: "typing", id: "typing-users", "aria-live": "off" });

/** @param {string} [id] */
export function composerHint(id) {
  const keys = { enter: h("b", {}, gettext("Enter")), shift: h("b", {}, gettext("Shift Enter")) };
  const text = parts(gettext("%(enter)s to send, %(shift)s for a new line"), keys);
  return h("p", { class: "composer__hint", id, hidden: true }, ...text);
}

/** @param {string} placeholder */
function textarea(placeholder) {
  const attributes = { class: "composer__text", id: "message-text", name: "text", rows: 1 };
  return h("textarea", { ...attributes, placeholder });
}

/** @param {string} [id] */
export function emojiButton(id) {
  const attributes = {
    class: "icon-button composer__emoji",
    id,
    type: "button",
    "aria-label": gettext("Pick an emoji"),
    "aria-haspopup": "dialog",
    "aria-expanded": "false",
    hidden: true,
  };
  return h("button", attributes, icon("smile"));
}

export const attachButton = () => toolButton("composer__attach", gettext("Attach files"), "plus");

export const voiceButton = () =>
  toolButton("composer__voice", gettext("Record a voice message"), "microphone");

/**
 * @param {string} name  its class
 * @param {string} label
 * @param {string} symbol
 */
function toolButton(name, label, symbol) {
  const attributes = { class: `icon-button ${name}`, type: "button", "aria-label": label, hidden: true };
  return h("button", attributes, icon(symbol));
}

const sendButton = () =>
  h("button", { class: "composer__send", id: "send", "aria-label": gettext("Send") }, icon("send"));
