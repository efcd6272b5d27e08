// What is typed while a field that was asked for is still being loaded goes into that field, and not where the focus
// happens to be: a key could send a message there, or be a shortcut.

import { isComposing } from "../browser/input_method.js";

/** Holds what is typed from now on; what comes back ends that, and types it where the focus is then. */
export function holdKeys() {
  let text = "";
  const held = new AbortController();
  const hold = (/** @type {KeyboardEvent} */ event) => {
    const { key, ctrlKey, altKey, metaKey } = event;
    if (ctrlKey || altKey || metaKey || isComposing(event)) return;
    if ([...key].length === 1) text += key;
    else if (key === "Backspace") text = [...text].slice(0, -1).join("");
    else if (key !== "Enter" && key !== "Tab") return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  addEventListener("keydown", hold, { capture: true, signal: held.signal });
  return () => {
    held.abort();
    if (text && isField(document.activeElement)) document.execCommand("insertText", false, text);
  };
}

/** @param {Element | null} element */
const isField = (element) => element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
