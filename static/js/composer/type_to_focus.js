// Letters that are typed where nothing takes them go into what is being written.

import { closest } from "../dom.js";

const TAKES_KEYS = "input, textarea, select, [contenteditable], dialog, [popover], .message"; // messages have shortcuts
const PANE = ".details--thread"; // what is typed in a thread is for the thread
const STARTS = new Set(["Dead", "Process", "Unidentified"]); // an accent, or a word of several keys, begins

/**
 * @param {HTMLTextAreaElement} textarea
 * @param {AbortSignal} signal
 */
export function typeToFocus(textarea, signal) {
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    if (!isLetter(event) || event.defaultPrevented) return;
    if (textarea.disabled || !textarea.offsetParent || closest(event.target, TAKES_KEYS, Element)) return;
    if (document.querySelector("dialog[open], :popover-open")) return;
    if (closest(event.target, PANE, Element) !== textarea.closest(PANE)) return;
    textarea.focus(); // before the letter arrives, which is then typed there
  };
  addEventListener("keydown", onKeyDown, { signal });
}

/** @param {KeyboardEvent} event */
function isLetter({ key, ctrlKey, metaKey, altKey }) {
  const letter = (key.length === 1 && key !== " ") || STARTS.has(key);
  return letter && !ctrlKey && !metaKey && !altKey;
}
