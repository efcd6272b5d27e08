// The timeline is one stop of the Tab key; inside it, arrows go from message to message and letters act on one.

import { closest, findAll } from "../dom.js";
import { FOCUSABLE } from "../message/message_element.js";
import { withParts } from "../on_demand/loader.js";

/** @import { MessageCommands } from "../message/message_commands.js" */

/** @type {Partial<Record<string, number>>} */
const STEPS = { ArrowUp: -1, ArrowDown: 1 };

export class MessageShortcuts {
  /**
   * @param {object} parts
   * @param {HTMLElement} parts.scroller
   * @param {HTMLElement} parts.element  around all messages
   * @param {MessageCommands} parts.commands
   */
  constructor({ scroller, element, commands }) {
    this.element = element;
    this.commands = commands;
    scroller.tabIndex = 0;
    scroller.addEventListener("keydown", (event) => this.#keyDown(event));
    element.addEventListener("focusin", (event) => setTabStops(messageAt(event.target), 0));
    element.addEventListener("focusout", (event) => {
      const message = messageAt(event.target);
      if (!(event.relatedTarget instanceof Node && message?.contains(event.relatedTarget))) {
        setTabStops(message, -1);
      }
    });
  }

  /** @param {KeyboardEvent} event */
  #keyDown(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || isInput(event.target)) return;
    const message = messageAt(event.target);
    const step = STEPS[event.key];
    if (step) return this.#moveFocus(event, message, step);
    if (!message?.dataset.seq || event.target !== message) return;
    const action = this.#action(event.key, message);
    if (!action) return;
    event.preventDefault();
    action();
  }

  /**
   * @param {string} key
   * @param {HTMLElement} message
   * @returns {(() => void) | undefined}
   */
  #action(key, message) {
    const { actions } = this.commands;
    const seq = Number(message.dataset.seq);
    const allowed = actions.allowed(actions.log.message(seq));
    /** @type {Partial<Record<string, () => void>>} */
    const keys = {
      r: () => actions.reply(seq),
      t: () => actions.replyInThread(seq),
      e: () => actions.edit(seq),
      p: () => actions.togglePin(seq),
      l: () => this.commands.copyLink(seq),
    };
    if (allowed.has("forward")) keys.f = () => this.commands.forward(seq);
    if (allowed.has("keep")) keys.k = () => this.commands.toggleKept(seq);
    if (allowed.has("unread")) keys.u = () => this.commands.markAsUnread(seq);
    if (allowed.has("react")) {
      const react = (/** @type {string} */ emoji) => actions.toggleReaction(seq, emoji);
      keys["+"] = () => withParts(({ pickEmoji }) => pickEmoji(message, react));
    }
    if (allowed.has("delete") || allowed.has("remove")) keys.Delete = () => this.commands.delete(seq);
    return keys[key.length === 1 ? key.toLowerCase() : key];
  }

  /**
   * @param {KeyboardEvent} event
   * @param {HTMLElement | null} message
   * @param {number} step
   */
  #moveFocus(event, message, step) {
    const all = findAll(this.element, ".message", HTMLElement);
    const next = message ? all[all.indexOf(message) + step] : all.at(-1);
    if (!next || (message && event.target !== message)) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }
}

/** @param {EventTarget | null} target */
const messageAt = (target) => closest(target, ".message", HTMLElement);

/** @param {EventTarget | null} target */
const isInput = (target) => target instanceof Element && target.matches("input, textarea");

/**
 * Tab stops at what is in the message that has the focus, and in no other.
 *
 * @param {HTMLElement | null} message
 * @param {0 | -1} tabIndex
 */
function setTabStops(message, tabIndex) {
  for (const element of message ? findAll(message, FOCUSABLE, HTMLElement) : []) element.tabIndex = tabIndex;
}
