// The toolbar of a message on hover and on focus: two quick reactions, the picker, reply, thread, more. One for all
// messages, moved to where it is wanted; on touch screens a long press opens the menu instead.

import { QUICK, reactWith } from "../components/quick_emoji.js";
import { closest, find, findAll, h, icon } from "../dom.js";
import { gettext } from "../i18n.js";
import { withParts } from "../on_demand/loader.js";
import { LongPress } from "./long_press.js";

/** @import { MessageCommands } from "./message_commands.js" */

export class MessageToolbar {
  #toolbar = createToolbar();

  /**
   * @param {HTMLElement} element  around all messages
   * @param {MessageCommands} commands
   * @param {AbortSignal} signal
   */
  constructor(element, commands, signal) {
    this.commands = commands;
    this.actions = commands.actions;
    element.addEventListener("pointerover", (event) => {
      if (event.pointerType === "mouse") this.#moveTo(event.target);
    });
    element.addEventListener("focusin", (event) => this.#moveTo(event.target));
    element.addEventListener("click", (event) => this.#click(event));
    new LongPress(
      element,
      (message) => this.#hasMenu(this.#messageOf(message)),
      (message) => this.#openMenu(message, { byTouch: true }),
      signal,
    );
  }

  /** @param {HTMLElement} element */
  #messageOf(element) {
    return this.actions.log.message(Number(element.dataset.seq));
  }

  /** @param {Protocol.Message | null} message */
  #hasMenu(message) {
    return message !== null && (!message.deleted || this.actions.allowed(message).size > 0);
  }

  /** @param {EventTarget | null} target */
  #moveTo(target) {
    const element = closest(target, "[data-seq]", HTMLElement);
    if (!element || this.#toolbar.parentElement === element) return;
    const message = this.#messageOf(element);
    if (!this.#hasMenu(message)) return this.#toolbar.remove();
    const allowed = this.actions.allowed(message);
    for (const button of findAll(this.#toolbar, "[data-action]:not([data-action=more])", HTMLElement)) {
      button.hidden = !allowed.has(button.dataset.action === "thread" ? "thread" : "react");
    }
    element.append(this.#toolbar);
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const button = closest(event.target, "[data-action]", HTMLElement);
    const element = closest(button, "[data-seq]", HTMLElement);
    if (!button || !element) return;
    const seq = Number(element.dataset.seq);
    const { action, emoji } = button.dataset;
    if (action === "react" && emoji) this.actions.toggleReaction(seq, emoji);
    const react = (/** @type {string} */ picked) => this.actions.toggleReaction(seq, picked);
    if (action === "pick") withParts(({ pickEmoji }) => pickEmoji(button, react));
    if (action === "reply") this.actions.reply(seq);
    if (action === "thread") this.actions.replyInThread(seq);
    if (action === "more") this.#openMenu(element);
  }

  /**
   * Opens the menu by the toolbar, or by the message where there is none.
   *
   * @param {HTMLElement} element
   * @param {{ byTouch?: boolean }} [options]
   */
  #openMenu(element, options) {
    withParts(({ openMenu }) => {
      const message = this.#messageOf(element);
      const more = find(element, "[data-action=more]", HTMLElement);
      if (message) openMenu(more?.offsetParent ? more : element, message, this.commands, options);
    });
  }
}

function createToolbar() {
  const quick = QUICK.slice(0, 2).map((one) => {
    const attributes = { class: "icon-button message-toolbar__quick", "data-emoji": one.emoji };
    return toolbarButton("react", reactWith(one), one.emoji, attributes);
  });
  const toolbar = h(
    "div",
    { class: "message-toolbar", role: "toolbar", "aria-label": gettext("Message actions") },
    ...quick,
    toolbarButton("pick", gettext("Add a reaction"), icon("smile")),
    toolbarButton("reply", gettext("Reply"), icon("reply", "turns")),
    toolbarButton("thread", gettext("Reply in thread"), icon("thread")),
    toolbarButton("more", gettext("More actions"), icon("more"), {
      "aria-haspopup": "menu",
      "aria-expanded": "false",
    }),
  );
  return h("div", { class: "message-toolbar-anchor", "aria-live": "off" }, toolbar);
}

/**
 * @param {string} action
 * @param {string} label
 * @param {Node | string} content
 * @param {Record<string, string>} [attributes]
 */
function toolbarButton(action, label, content, attributes = {}) {
  const shared = { class: "icon-button", type: "button", "data-action": action, "aria-label": label };
  return h("button", { ...shared, ...attributes }, content);
}
