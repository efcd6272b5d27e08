// The button that shows and hides the row of formatting buttons; the device remembers which. The row is filled when it is
// first shown.

import { deviceStorage } from "../browser/storage.js";
import { h, icon } from "../dom.js";
import { gettext } from "../i18n.js";
import { loadParts, withParts } from "../on_demand/loader.js";

/** @import { Parts } from "../on_demand/loader.js" */

const KEY = "wick:formatting";

/**
 * @param {object} parts
 * @param {HTMLTextAreaElement} parts.textarea
 * @param {HTMLElement} parts.card  where the row goes
 * @param {HTMLElement} parts.tools  where the button goes
 */
export function addFormattingButton({ textarea, card, tools }) {
  const id = `${textarea.id}-formatting`;
  const label = gettext("Formatting");
  const row = h("div", { class: "formatting", id, role: "toolbar", "aria-label": label, hidden: true });
  const button = h(
    "button",
    {
      class: "icon-button composer__format",
      type: "button",
      "aria-label": label,
      "aria-controls": id,
      "aria-expanded": "false",
    },
    icon("format"),
  );
  const show = (/** @type {Parts} */ { fillFormattingRow }) => {
    fillFormattingRow(row, textarea);
    row.hidden = false;
    button.setAttribute("aria-expanded", "true");
  };
  const hide = () => {
    row.hidden = true;
    button.setAttribute("aria-expanded", "false");
  };
  button.addEventListener("click", () => {
    if (row.hidden) {
      withParts(show);
      deviceStorage.set(KEY, "shown");
    } else {
      hide();
      deviceStorage.remove(KEY);
    }
    textarea.focus();
  });
  if (deviceStorage.get(KEY) === "shown") loadParts().then(show, () => null);
  tools.prepend(button);
  card.append(row);
}
