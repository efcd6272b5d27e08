// A button that copies what stands in a field, such as a new invitation link. Without scripts it is not shown.

import { copy } from "../browser/clipboard.js";
import { byId, findAll } from "../dom.js";
import { gettext } from "../i18n.js";

export function enableCopyLinks() {
  for (const button of findAll(document, "[data-copies]", HTMLButtonElement)) {
    const field = byId(button.dataset.copies ?? "");
    if (!(field instanceof HTMLInputElement)) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      field.select();
      if (await copy(field.value)) button.textContent = gettext("Copied");
    });
  }
}
