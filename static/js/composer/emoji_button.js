// An emoji into what is being written, at the cursor.

import { pickEmoji } from "../components/emoji_picker.js";
import { insertText } from "./text_edit.js";

/**
 * @param {HTMLButtonElement} button
 * @param {HTMLTextAreaElement} textarea
 */
export function enableEmojiButton(button, textarea) {
  button.hidden = false;
  button.addEventListener("click", () => pickEmoji(button, (emoji) => insertText(textarea, emoji)));
}
