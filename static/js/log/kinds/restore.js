// A restoration: undoes a deletion. Its twin is chat/events/restore.py.

/** @import { ChangeKind } from "../kinds.js" */

import { takeText } from "../text.js";

/** @type {ChangeKind<Protocol.Restoration>} */
export const restoration = {
  name: "restore",
  stands: true,
  applyTo(message, change) {
    takeText(message, change);
    delete message.deleted;
    if (change.files) message.files = change.files;
    else delete message.files;
  },
};
