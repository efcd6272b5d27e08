// A pin: a message is put on the room's list of pinned messages, or taken off it. Its twin is chat/events/pin.py.

/** @import { ChangeKind } from "../kinds.js" */

/** @type {ChangeKind<Protocol.Pin>} */
export const pin = {
  name: "pin",
  leaves: ["pinned"],
  applyTo(message, { on }) {
    if (on) message.pinned = true;
    else delete message.pinned;
  },
};

/**
 * @param {Protocol.RoomEvent} event
 * @returns {event is Protocol.Pin}
 */
export const isPin = (event) => event.kind === pin.name;
