// The ways from a message to its thread: below the first message of one who answered, how often and when; above a reply
// that the room shows too, what it belongs to.

import { h, icon } from "../dom.js";
import { capped, formatMoment } from "../format.js";
import { gettext, interpolate, ngettext } from "../i18n.js";
import { avatar, displayName } from "../members/avatar.js";
import { userOf } from "../members/known_people.js";
import { threadAddress } from "./message_address.js";

/** @import { PostRow, Reply } from "../timeline/post_rows.js" */

/**
 * Below the first message of a thread; null where there is none.
 *
 * @param {PostRow} row
 * @param {PageData.Room} room
 * @param {number} unread
 */
export function threadSummary(row, room, unread) {
  if (row.kind !== "message" || !row.hasThread || !row.message.replies) return null;
  const { seq, replies } = row.message;
  const { count, at, people } = replies;
  const faces = people.flatMap((id) => userOf(id) ?? []).map((user) => avatar(user, "avatar--tiny"));
  const text = interpolate(ngettext("%(count)s reply", "%(count)s replies", count), { count });
  const last = interpolate(gettext("last at %(time)s"), { time: formatMoment(new Date(at)) });
  return h(
    "a",
    { class: "thread-link", href: threadAddress(room.url, seq), "data-thread": seq },
    faces.length > 0 && h("span", { class: "avatars" }, ...faces),
    h("b", {}, text),
    unread > 0 && unreadMark(unread),
    h("span", {}, last),
  );
}

/** @param {number} count */
function unreadMark(count) {
  const text = ngettext("%(count)s new", "%(count)s new", count);
  return h("span", { class: "count count--mention" }, interpolate(text, { count: capped(count) }));
}

/**
 * Above a reply among the messages of the room.
 *
 * @param {Reply} threadOf  its first message
 * @param {PageData.Room} room
 */
export function threadLine({ seq, quote }, room) {
  return h(
    "a",
    { class: "quote quote--thread", href: threadAddress(room.url, seq), "data-thread": seq },
    icon("thread", "small"),
    h("span", { class: "quote__note" }, gettext("In a thread")),
    quote && displayName(quote.author),
    quote && h("span", { class: "quote__text", dir: "auto" }, quote.text),
  );
}
