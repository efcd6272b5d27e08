// The timeline is one stop of the Tab key; inside it, arrows go from message to message and letters act on one.

import { pickEmoji } from "../parts/picker.js";
import { STOPS } from "../timeline/message.js";

/** Tab stops at what is in the message that has the focus, and in no other. */
function stops(message, index) {
  for (const stop of message?.querySelectorAll(STOPS) ?? []) stop.tabIndex = index;
}

export class MessageKeys {
  constructor({ scroller, element, actions, log }) {
    Object.assign(this, { element, actions, log });
    scroller.tabIndex = 0;
    scroller.addEventListener("keydown", (event) => this.#key(event));
    element.addEventListener("focusin", (event) => stops(event.target.closest(".message"), 0));
    element.addEventListener("focusout", (event) => {
      const message = event.target.closest(".message");
      if (!message?.contains(event.relatedTarget)) stops(message, -1);
    });
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea")) return;
    const message = event.target.closest(".message");
    if (event.key === "ArrowUp" || event.key === "ArrowDown") return this.#walk(event, message);
    if (!message?.dataset.seq || event.target !== message) return;
    const act = this.#acts(message)[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  #acts(message) {
    const seq = Number(message.dataset.seq);
    const may = this.actions.allowed(this.log.message(seq));
    return {
      r: () => this.actions.reply(seq),
      e: () => this.actions.edit(seq),
      l: () => this.actions.copyLink(seq),
      "+": () => may.has("react") && pickEmoji(message, (emoji) => this.actions.toggle(seq, emoji)),
      Delete: () => (may.has("takeBack") || may.has("remove")) && this.actions.askRemoval(seq),
    };
  }

  #walk(event, message) {
    const all = [...this.element.querySelectorAll(".message")];
    const step = event.key === "ArrowUp" ? -1 : 1;
    const next = message ? all[all.indexOf(message) + step] : all.at(-1);
    if (!next || (message && event.target !== message)) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }
}
