// An edit: another text for a message. Its twin is chat/events/edit.py.

/** @import { ChangeKind } from "../kinds.js" */

import { takeText } from "../text.js";

/** @type {ChangeKind<Protocol.Edit>} */
export const edit = {
  name: "edit",
  applyTo(message, change) {
    takeText(message, change);
    message.edited = true;
  },
};
