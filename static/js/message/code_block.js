// Blocks of code: a head with the language and a Copy button.

import { copy } from "../browser/clipboard.js";
import { closest, findAll, h, icon, required } from "../dom.js";
import { gettext, interpolate } from "../i18n.js";
import { stopWhereWide } from "./wide_parts.js";

const CONFIRMED_FOR = 1500; // ms

/**
 * Completes the blocks of code in a message's HTML.
 *
 * @param {HTMLElement} body
 */
export function completeCodeBlocks(body) {
  for (const block of findAll(body, ".code", HTMLElement)) {
    const language = block.dataset.language ?? "";
    const pre = required(block, "pre", HTMLElement);
    const label = language ? interpolate(gettext("Code, %(language)s"), { language }) : gettext("Code");
    stopWhereWide(pre, label);
    const attributes = { class: "code__copy", type: "button", "data-action": "copy" };
    const button = h("button", attributes, icon("copy", "small"), h("span", {}, gettext("Copy")));
    block.prepend(h("div", { class: "code__head" }, h("span", {}, language), button));
  }
}

/**
 * Has the Copy buttons copy their block, and say so when it is done.
 *
 * @param {HTMLElement} element  around all messages
 */
export function enableCopyButtons(element) {
  element.addEventListener("click", async (event) => {
    const button = closest(event.target, "[data-action=copy]", HTMLElement);
    const block = closest(button, ".code", HTMLElement);
    if (!button || !block || !(await copy(required(block, "pre", HTMLElement).textContent ?? ""))) return;
    const label = required(button, "span", HTMLElement);
    label.textContent = gettext("Copied");
    setTimeout(() => (label.textContent = gettext("Copy")), CONFIRMED_FOR);
  });
}
