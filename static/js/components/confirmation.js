// Asks before something is done, by a dialog that is loaded when it is first needed.

import { withParts } from "../on_demand/loader.js";

/** @import { Confirmation } from "./confirm_dialog.js" */

/**
 * True when the user confirms. Where the dialog cannot be loaded, or something else is pressed before it is, it stays
 * without an answer, and nothing is done.
 *
 * @param {Confirmation} confirmation
 * @returns {Promise<boolean>}
 */
export function isConfirmed(confirmation) {
  return new Promise((resolve) => {
    withParts(({ confirmDialog }) => resolve(confirmDialog(confirmation)));
  });
}
