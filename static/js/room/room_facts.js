// What a `joined` says of a room that is opened over the socket, as the page's scripts know a room.

import { labelOf } from "../sidebar/room_names.js";

/**
 * @param {Protocol.Joined & { info: Protocol.RoomObject, members: Protocol.Member[] }} joined
 * @param {{ path: string, thread: number | null, at: number | null }} address  that leads there
 * @param {{ isStaff: boolean, staff: string[] }} people  the workspace's staff, by id
 * @returns {PageData.Room}
 */
export function roomFacts(
  { room, epoch, head, read, info, members, drafts, pins },
  { path, thread, at },
  { isStaff, staff },
) {
  const role = info.role ?? "";
  const isBehind = Boolean(role) && info.unread > 0;
  const facts = described(info);
  const slug = info.slug ?? room;
  return {
    id: room,
    slug,
    label: labelOf({ ...facts, slug }),
    url: path,
    epoch,
    head,
    read,
    unread: isBehind ? info.unread : 0,
    forMe: isBehind ? info.for_me : 0,
    firstUnread: isBehind ? read + 1 : null, // or a later one: the first message of somebody else that stands
    ...addressed(thread, at),
    role,
    ...facts,
    drafts: draftsOf(drafts),
    pins: pinsOf(pins),
    moderates: isStaff || role === "owner" || role === "moderator",
    badges: badgesOf(members, staff),
    staff: isStaff,
  };
}

/**
 * The message or the thread that the address names.
 *
 * @param {number | null} thread
 * @param {number | null} at
 */
const addressed = (thread, at) =>
  thread ? { at: null, thread: { root: thread, at } } : { at, thread: null };

/**
 * What the room is, as its log says.
 *
 * @param {Protocol.RoomObject} info
 */
function described({ title = "", topic = "", people = [], policy, archived, kind }) {
  return { title, topic, people, policy, archived, kind };
}

/** @param {Protocol.Joined["drafts"]} drafts */
const draftsOf = (drafts) => drafts ?? [];

/**
 * Who moderates, by id. A role in the room is shown before one in the workspace.
 *
 * @param {Protocol.Member[]} members
 * @param {string[]} staff
 */
function badgesOf(members, staff) {
  const moderating = members.filter(({ role }) => role !== "member");
  return Object.fromEntries([
    ...staff.map((id) => [id, "staff"]),
    ...moderating.map(({ id, role }) => [id, role]),
  ]);
}

/**
 * A server of the version before says nothing of them.
 *
 * @param {number[] | undefined} pins
 */
const pinsOf = (pins) => pins ?? [];
