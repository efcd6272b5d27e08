// The keys of the composer: those of lists and formats, which Enter sends, and the arrow that leads to the last message.

import { isComposing } from "../browser/input_method.js";
import { inFence } from "./code_fence.js";

/** @import { WritingAids } from "./writing_aids.js" */

const touch = matchMedia("(pointer: coarse)");

/**
 * @param {object} parts
 * @param {HTMLTextAreaElement} parts.textarea
 * @param {WritingAids} parts.aids
 * @param {(event: Event) => void} parts.submit
 * @param {() => boolean} parts.changeNewest  false where there is nothing to be changed
 */
export function enableKeys({ textarea, aids, submit, changeNewest }) {
  textarea.addEventListener("keydown", (event) => {
    if (isComposing(event) || aids.handleKey(event)) return;
    if (event.key === "Enter" && sends(event, textarea)) submit(event);
    else if (event.key === "Enter") aids.newLine(event);
    else if (event.key === "ArrowUp" && changeNewest()) event.preventDefault();
  });
}

/**
 * Does this Enter send? With Shift, on a touch screen and within a block of code it makes a new line.
 *
 * @param {KeyboardEvent} event
 * @param {HTMLTextAreaElement} textarea
 */
function sends({ shiftKey, ctrlKey, metaKey }, textarea) {
  if (ctrlKey || metaKey) return true;
  return !shiftKey && !touch.matches && !inFence(textarea.value, textarea.selectionStart);
}
