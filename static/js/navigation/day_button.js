// The button in the header that asks for a date of the room's history.

import { withParts } from "../on_demand/loader.js";
import { isPlainClick } from "./links.js";

/** @import { DayParts } from "./day_dialog.js" */

/** @param {DayParts} parts */
export function enableDayButton(parts) {
  parts.button.addEventListener("click", (event) => {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    withParts(({ openDayDialog }) => openDayDialog(parts));
  });
}
