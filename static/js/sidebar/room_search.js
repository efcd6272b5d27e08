// Which of my rooms the quick switcher shows, and in which order.

/** @typedef {{ id: string, name: string, slug: string, topic: string }} SearchedRoom */

/**
 * @template {SearchedRoom} Room
 * @typedef {{ unread: Room[], others: Room[] }} RoomGroups
 */

/**
 * Without a query unread rooms come first, in a group of their own.
 *
 * @template {SearchedRoom} Room
 * @param {Room[]} rooms
 * @param {string} query  in lower case
 * @param {(room: Room) => number} unreadOf
 * @returns {RoomGroups<Room>}
 */
export function searchRooms(rooms, query, unreadOf) {
  if (!query) return { unread: rooms.filter(unreadOf), others: rooms.filter((room) => !unreadOf(room)) };
  const found = rooms.filter(({ name, slug, topic }) =>
    [name, slug, topic].some((text) => text.toLowerCase().includes(query)),
  );
  const ranked = found.map((room) => ({ room, rank: rank(room, query, unreadOf) }));
  ranked.sort((a, b) => a.rank - b.rank);
  return { unread: [], others: ranked.map(({ room }) => room) };
}

/**
 * The room of exactly this name, then those that begin with it, then what is unread, then the others.
 *
 * @template {SearchedRoom} Room
 * @param {Room} room
 * @param {string} query
 * @param {(room: Room) => number} unreadOf
 */
function rank(room, query, unreadOf) {
  const names = [room.name.toLowerCase(), room.slug];
  const isNamed = names.includes(query);
  const misses = [!isNamed, !names.some((name) => name.startsWith(query)), !unreadOf(room)];
  return misses.reduce((sum, miss) => 2 * sum + Number(miss), 0);
}
