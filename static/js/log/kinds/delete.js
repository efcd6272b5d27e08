// A deletion: removes a message's text. Its twin is chat/events/delete.py.

/** @import { ChangeKind } from "../kinds.js" */

import { takeText } from "../text.js";

/** @type {ChangeKind<Protocol.Deletion>} */
export const deletion = {
  name: "delete",
  stands: false,
  applyTo(message) {
    takeText(message, { text: "", html: "" });
    delete message.files;
    message.deleted = true;
  },
};
