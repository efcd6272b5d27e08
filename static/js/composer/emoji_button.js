// An emoji into what is being written, at the cursor.

import { withParts } from "../on_demand/loader.js";
import { insertText } from "./text_edit.js";

/**
 * @param {HTMLButtonElement} button
 * @param {HTMLTextAreaElement} textarea
 */
export function enableEmojiButton(button, textarea) {
  button.hidden = false;
  const insert = (/** @type {string} */ emoji) => insertText(textarea, emoji);
  button.addEventListener("click", () => withParts(({ pickEmoji }) => pickEmoji(button, insert)));
}
