// The header of a message: avatar, name, badge and time; within a group of one author only the time.

import { h, icon } from "../dom.js";
import { formatTime } from "../format.js";
import { locale } from "../i18n.js";
import { avatar, personLink } from "../members/avatar.js";
import { roleBadge } from "../members/role_badge.js";
import { usernameNote } from "../members/shared_names.js";
import { editedNote } from "./edited_note.js";
import { messageAddress } from "./message_address.js";

/** @import { PostRow } from "../timeline/post_rows.js" */

/**
 * @param {PostRow} row
 * @param {string} id  of the element that names the message
 * @param {PageData.Room} room
 * @param {Protocol.User} me
 * @returns {HTMLElement[]}
 */
export function messageHeader(row, id, room, me) {
  const href = row.kind === "message" ? messageAddress(room.url, row.message) : null;
  if (!row.first) return [marginTime(row, id, href)];
  if (row.deleted) return deletedHeader(row, id);
  const edited = row.kind === "message" && row.message.edited && editedNote(row.message, me, room);
  return fullHeader(row, id, { href, badge: room.badges[row.author.id], edited });
}

/**
 * @param {PostRow} row
 * @param {string} id
 * @param {{ href: string | null, badge?: string, edited?: HTMLElement | false }} parts
 */
function fullHeader(row, id, { href, badge, edited }) {
  const { author } = row;
  const header = h(
    "header",
    { class: "message__header", id },
    personLink(author),
    usernameNote(author),
    badge && roleBadge(badge),
    timeLink("message__time", href, row.at),
    edited,
  );
  return [avatar(author, "message__avatar"), header];
}

/**
 * @param {PostRow} row
 * @param {string} id
 */
function deletedHeader({ author, at }, id) {
  const attributes = { class: "avatar avatar--deleted message__avatar", "aria-hidden": "true" };
  const header = h(
    "header",
    { class: "message__header", id },
    h("span", { class: "message__note" }, author.name),
    timeLink("message__time", null, at),
  );
  return [h("span", attributes, icon("trash", "small")), header];
}

/**
 * @param {PostRow} row
 * @param {string} id
 * @param {string | null} href
 */
function marginTime({ author, at }, id, href) {
  const label = `${author.name}, ${formatTime(at)}`;
  return timeLink("message__margin-time", href, at, { id, "aria-label": label });
}

/**
 * The time of a message, with a link to it where it has one.
 *
 * @param {string} className
 * @param {string | null} href
 * @param {Date} at
 * @param {Record<string, string>} [attributes]
 */
function timeLink(className, href, at, attributes = {}) {
  const time = { datetime: at.toISOString(), title: at.toLocaleString(locale) };
  return h(href ? "a" : "span", { class: className, ...attributes, href }, h("time", time, formatTime(at)));
}
