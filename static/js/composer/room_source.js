// Behind a #, my rooms.

import { icon } from "../dom.js";
import { gettext, interpolate, ngettext } from "../i18n.js";
import { iconOf, nameOf } from "../sidebar/room_names.js";
import { optionElement } from "./completion_option.js";

/** @import { WatchedRoom } from "../watch/watched_room.js" */
/** @import { WatchedRooms } from "../watch/watched_rooms.js" */
/** @import { Option, Source } from "./completion.js" */

const BEGUN = /(?:^|[^\w#/.&+-])(#[\p{L}\p{N}_-]{0,64})$/u;
const MOST = 8;

/**
 * @param {Pick<WatchedRooms, "all">} watched
 * @returns {Source}
 */
export function roomSource(watched) {
  return {
    label: gettext("Rooms to name"),
    begun: (before) => BEGUN.exec(before)?.[1] ?? null,
    known: (begun) => roomsNamed(watched.all, begun.slice(1).toLowerCase()).map(roomOption),
    count: (count) => interpolate(ngettext("%(count)s room", "%(count)s rooms", count), { count }),
  };
}

/**
 * Those whose address or title begins like this, then those that have it within.
 *
 * @param {WatchedRoom[]} rooms
 * @param {string} start  in lower case
 */
function roomsNamed(rooms, start) {
  const named = rooms.filter(({ kind }) => kind !== "direct");
  const sorted = named.sort((a, b) => (a.slug < b.slug ? -1 : 1));
  const begins = (/** @type {WatchedRoom} */ { slug, title }) =>
    slug.startsWith(start) || title.toLowerCase().startsWith(start);
  const has = (/** @type {WatchedRoom} */ { slug, title }) =>
    slug.includes(start) || title.toLowerCase().includes(start);
  return [...sorted.filter(begins), ...sorted.filter((room) => has(room) && !begins(room))].slice(0, MOST);
}

/**
 * @param {WatchedRoom} room
 * @returns {Option}
 */
function roomOption(room) {
  const detail = room.title ? `#${room.slug}` : room.topic;
  const element = optionElement({ symbol: icon(iconOf(room.kind), "small"), name: nameOf(room), detail });
  return { name: `#${room.slug}`, insert: `#${room.slug} `, element };
}
