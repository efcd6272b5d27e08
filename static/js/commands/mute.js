// /mute: nothing of the room is shown as unread, until /mute off.

import { requestFrame } from "../connection/frame_request.js";
import { gettext } from "../i18n.js";
import { incomplete, isMember } from "./command.js";

/** @type {Partial<Record<string, { level: Protocol.Level, done: string }>>} */
const LEVELS = {
  "": { level: "nothing", done: gettext("This room is muted.") },
  off: { level: "all", done: gettext("This room is no longer muted.") },
};

/** @type {import("./command.js").Command} */
export const mute = {
  name: "mute",
  usage: gettext("[off]"),
  help: gettext("Shows nothing of this room as unread; with “off”, everything again"),
  isFor: isMember,
  run: async (argument, { room, connection }) => {
    const chosen = LEVELS[argument.toLowerCase()];
    if (!chosen) return incomplete(mute);
    const problem = await requestFrame(connection, { type: "level", room: room.id, level: chosen.level });
    return problem ? { problem } : { done: chosen.done };
  },
};
