// The order of the list: favourites first; rooms by name with numbers as numbers; conversations with the newest message
// first. chat/queries/sidebar.py does the same.

import { nameOf, sorted } from "./room_names.js";

/** @import { WatchedRoom } from "../watch/watched_room.js" */

/** @typedef {{ room: WatchedRoom, key: (string | number)[] }} Keyed */

/**
 * The rooms of one part of the list in order.
 *
 * @param {WatchedRoom[]} rooms
 */
export function inOrder(rooms) {
  const keyed = rooms.map((room) => ({ room, key: natural(sortName(room)) }));
  return keyed.sort(compare).map(({ room }) => room);
}

/** @param {WatchedRoom} room */
function sortName(room) {
  if (room.kind !== "direct") return nameOf(room).toLowerCase();
  const names = sorted(room.people).map(({ name }) => name);
  return names.join(" ").toLowerCase();
}

/**
 * @param {Keyed} a
 * @param {Keyed} b
 */
function compare(a, b) {
  const byFavourite = Number(b.room.favourite) - Number(a.room.favourite);
  if (byFavourite) return byFavourite;
  const isDirect = a.room.kind === "direct" && b.room.kind === "direct";
  const [newest, other] = [a.room.at ?? "", b.room.at ?? ""];
  if (isDirect && newest !== other) return newest > other ? -1 : 1;
  return compareKeys(a.key, b.key);
}

/**
 * Text and numbers in turn: r2 before r10.
 *
 * @param {string} name
 */
function natural(name) {
  return name.split(/([0-9]+)/).map((part, index) => (index % 2 ? Number(part) : part));
}

/**
 * @param {(string | number)[]} a
 * @param {(string | number)[]} b
 */
function compareKeys(a, b) {
  for (const [index, part] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    if (part !== other) return part < other ? -1 : 1;
  }
  return a.length - b.length;
}
