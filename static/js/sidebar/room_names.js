// What a room of mine is called, where its page is, and what stands before its name. chat/views/room_names.py says the
// same in pages.

import { gettext } from "../i18n.js";

/** @import { WatchedRoom } from "../watch/watched_room.js" */

const ICONS = { public: "hash", private: "lock", direct: "people" };

/**
 * @typedef {Pick<WatchedRoom, "kind" | "slug" | "title" | "people">} NamedRoom
 */

/** @param {PageData.Room["kind"]} kind */
export const iconOf = (kind) => ICONS[kind];

/**
 * The title, or the slug; of a direct conversation its people.
 *
 * @param {NamedRoom} room
 */
export function nameOf({ kind, slug, title, people }) {
  if (kind !== "direct") return title || slug;
  const [first] = people;
  if (!first) return gettext("Notes to yourself");
  if (people.length === 1) return first.name;
  const names = sorted(people).map(({ name }) => name.split(/\s+/)[0] ?? "");
  return `${names.slice(0, -1).join(", ")} ${gettext("and")} ${names.at(-1)}`;
}

/**
 * The same as it stands in a sentence: #general, or the people.
 *
 * @param {NamedRoom} room
 */
export function labelOf(room) {
  if (room.kind !== "direct") return `#${room.slug}`;
  return room.people.length ? nameOf(room) : gettext("your notes");
}

/**
 * The address of a room's page.
 *
 * @param {{ kind: WatchedRoom["kind"], slug: string, id: string }} room
 */
export const urlOf = ({ kind, slug, id }) =>
  kind === "direct" ? `/conversations/${id}/` : `/rooms/${slug}/`;

/**
 * The people of a conversation in the order of their names.
 *
 * @param {Protocol.User[]} people
 */
export function sorted(people) {
  const keys = people.map((person) => ({ person, key: `${person.name.toLowerCase()} ${person.username}` }));
  return keys.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ person }) => person);
}
