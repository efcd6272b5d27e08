// A change of the room itself: its title, topic, kind or policy, or whether it is archived. Its twin is
// chat/events/room.py.

import { formatDuration } from "../../format.js";
import { gettext, interpolate } from "../../i18n.js";

/** @import { LineKind } from "../kinds.js" */

/** @type {LineKind<Protocol.RoomChange>} */
export const roomChange = {
  name: "room",
  icon: "sliders",
  lines(event) {
    const { title = "", topic = "", author } = event;
    return sentences(event).map((text) => interpolate(text, { name: author.name, title, topic }));
  },
};

/**
 * @param {Protocol.RoomEvent} event
 * @returns {event is Protocol.RoomChange}
 */
export const isRoomChange = (event) => event.kind === roomChange.name;

/** @param {Protocol.RoomChange} event */
function sentences({ title, topic, room_kind: kind, archived, policy }) {
  const texts = [];
  if (title !== undefined) {
    texts.push(
      title ? gettext("%(name)s changed the title to “%(title)s”.") : gettext("%(name)s removed the title."),
    );
  }
  if (topic !== undefined) {
    texts.push(
      topic ? gettext("%(name)s changed the topic to “%(topic)s”.") : gettext("%(name)s removed the topic."),
    );
  }
  if (kind === "private") texts.push(gettext("%(name)s made the room private."));
  if (kind === "public") texts.push(gettext("%(name)s made the room public."));
  if (archived === true) texts.push(gettext("%(name)s archived the room."));
  if (archived === false) texts.push(gettext("%(name)s unarchived the room."));
  if (policy) texts.push(gettext("%(name)s changed the rules of the room."), ofPolicy(policy));
  return texts;
}

/**
 * What everyone who writes has to know of it.
 *
 * @param {Protocol.Policy} policy
 */
function ofPolicy({ post, slow }) {
  if (post === "moderators") return gettext("Only moderators can post.");
  if (!slow) return gettext("Everyone can post.");
  return interpolate(gettext("Slow mode: one message every %(time)s."), { time: formatDuration(slow) });
}
