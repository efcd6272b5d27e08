// An emoji into what is being written, where the cursor stands.

import { pickEmoji } from "../parts/picker.js";

export function offerEmoji(button, text) {
  const put = (emoji) => {
    text.setRangeText(emoji, text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input"));
    text.focus();
  };
  button.hidden = false;
  button.addEventListener("click", () => pickEmoji(button, put));
}
