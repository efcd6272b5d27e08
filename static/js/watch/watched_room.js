// One of my rooms, as the page's list of them has it.

import { stated } from "./room_counts.js";

/** @import { RoomCounts } from "./room_counts.js" */

/**
 * `drafts`: where I have begun to write: in a thread, by its first message, or in the room itself, null. `version`: of
 * what the server sent of it; none of a room that the page came with.
 *
 * @typedef {object} WatchedRoom
 * @property {string} id
 * @property {"public" | "private" | "direct"} kind
 * @property {string} slug
 * @property {string} title
 * @property {string} topic
 * @property {Protocol.User[]} people  of a direct conversation: all but me
 * @property {Protocol.Role | null} role
 * @property {Protocol.Level} level
 * @property {boolean} favourite
 * @property {string | null} at  when its newest message was posted
 * @property {(number | null)[]} drafts
 * @property {string} version
 * @property {RoomCounts} counts
 */

/**
 * A room from its object, or from what the page came with.
 *
 * @param {Protocol.RoomObject | PageData.OwnRoom} object
 * @returns {WatchedRoom}
 */
export function roomOf(object) {
  return {
    id: object.room,
    ...fieldsOf(object),
    at: object.at,
    drafts: "drafts" in object ? object.drafts : [],
    counts: stated(object),
  };
}

/** @param {Partial<Protocol.RoomFields>} fields */
export function fieldsOf(fields) {
  const { kind = "public", slug = "", title = "", topic = "", people = [] } = fields;
  const { role = null, level = "all", favourite = false, version = "" } = fields;
  return { kind, slug, title, topic, people, role, level, favourite, version };
}
