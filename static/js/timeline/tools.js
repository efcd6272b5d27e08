// What shows by a message on hover and on focus: two quick reactions, the picker, reply, more. One set for all
// messages, moved to where it is wanted; a long press opens the menu instead.

import { h, icon } from "../dom.js";
import { QUICK } from "../parts/emoji.js";
import { pickEmoji } from "../parts/picker.js";
import { openMenu } from "./menu.js";

const LONG = 500; // ms
const STILL = 10; // px that a finger may move meanwhile

export class Tools {
  #rail;
  #press = null;

  constructor({ element, log, actions }) {
    Object.assign(this, { element, log, actions });
    this.#rail = this.#build();
    element.addEventListener(
      "pointerover",
      (event) => event.pointerType === "mouse" && this.#moveTo(event.target),
    );
    element.addEventListener("focusin", (event) => this.#moveTo(event.target));
    element.addEventListener("click", (event) => this.#act(event));
    element.addEventListener("pointerdown", (event) => this.#pressed(event));
    element.addEventListener("pointermove", (event) => this.#moved(event));
    for (const name of ["pointerup", "pointercancel", "scroll"])
      element.addEventListener(name, () => this.#release());
    element.addEventListener("contextmenu", (event) => this.#press === "open" && event.preventDefault());
  }

  /** Opens the menu of a message by its tools, or by itself. */
  open(message) {
    const anchor = message.querySelector("[data-act=more]")?.offsetParent
      ? message.querySelector("[data-act=more]")
      : message;
    openMenu(anchor, this.log.message(Number(message.dataset.seq)), this.actions);
  }

  #build() {
    const tool = (act, label, content, more = {}) =>
      h(
        "button",
        { class: "icon-button", type: "button", "data-act": act, "aria-label": label, ...more },
        content,
      );
    const tools = h("div", { class: "tools", role: "toolbar", "aria-label": "Answer" });
    for (const { emoji, words } of QUICK.slice(0, 2)) {
      tools.append(
        tool("react", `React with ${words}`, emoji, {
          class: "icon-button tools__quick",
          "data-emoji": emoji,
        }),
      );
    }
    tools.append(
      tool("pick", "Pick a reaction", icon("smile")),
      tool("reply", "Reply", icon("reply", "turns")),
    );
    tools.append(
      tool("more", "More actions", icon("more"), { "aria-haspopup": "menu", "aria-expanded": "false" }),
    );
    return h("div", { class: "rail", "aria-live": "off" }, tools);
  }

  #moveTo(target) {
    const message = target.closest("[data-seq]");
    if (!message || this.#rail.parentElement === message) return;
    const held = this.log.message(Number(message.dataset.seq));
    const allowed = this.actions.allowed(held);
    if (!held || (held.deleted && !allowed.size)) return this.#rail.remove();
    const reactable = allowed.has("react");
    for (const button of this.#rail.querySelectorAll("[data-act]:not([data-act=more])"))
      button.hidden = !reactable;
    message.append(this.#rail);
  }

  #act(event) {
    const button = event.target.closest("[data-act]");
    const message = button?.closest("[data-seq]");
    if (!message) return;
    const seq = Number(message.dataset.seq);
    const { act, emoji } = button.dataset;
    if (act === "react") this.actions.toggle(seq, emoji);
    if (act === "pick") pickEmoji(button, (picked) => this.actions.toggle(seq, picked));
    if (act === "reply") this.actions.reply(seq);
    if (act === "more") this.open(message);
  }

  #pressed(event) {
    const message = event.target.closest("[data-seq]");
    const held = message && this.log.message(Number(message.dataset.seq));
    if (held?.deleted && !this.actions.allowed(held).size) return;
    if (event.pointerType === "mouse" || !message || event.target.closest("a, button")) return;
    const open = () => {
      this.#press = "open";
      this.open(message);
    };
    this.#press = { x: event.clientX, y: event.clientY, timer: setTimeout(open, LONG) };
  }

  #moved(event) {
    const far =
      this.#press?.timer && Math.hypot(event.clientX - this.#press.x, event.clientY - this.#press.y) > STILL;
    if (far) this.#release();
  }

  #release() {
    clearTimeout(this.#press?.timer);
    this.#press = null;
  }
}
