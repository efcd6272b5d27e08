// The body of a message: the server's HTML, the text of a pending one, or that it was deleted.

import { findAll, h } from "../dom.js";
import { gettext } from "../i18n.js";
import { completeCodeBlocks } from "./code_block.js";
import { deletionText } from "./deletion_text.js";
import { editedNote } from "./edited_note.js";
import { showNames } from "./mention_names.js";
import { isFor } from "./mentions.js";
import { linkRooms } from "./room_names.js";
import { hideSpoilers } from "./spoilers.js";
import { stopWhereWide } from "./wide_parts.js";

/** @import { MessageRow, PostRow } from "../timeline/post_rows.js" */

/**
 * @param {PostRow} row
 * @param {Protocol.User} me
 * @param {PageData.Room} room
 */
export function messageBody(row, me, room) {
  const body = h("div", { class: "message__body rich-text" });
  if (row.kind === "pending") body.append(unformatted(row.entry.frame.text));
  else if (row.deleted) body.append(h("p", {}, deletionText(row, me)));
  else fill(body, row, me, room);
  return body;
}

/**
 * @param {HTMLElement} body
 * @param {MessageRow} row
 * @param {Protocol.User} me
 * @param {PageData.Room} room
 */
function fill(body, row, me, room) {
  body.innerHTML = row.message.html; // the server's, sanitised
  highlightOwn(body, me.id);
  showNames(body, row.message.room);
  linkRooms(body);
  completeCodeBlocks(body);
  for (const table of findAll(body, ".table", HTMLElement)) stopWhereWide(table, gettext("Table"));
  hideSpoilers(body, `${row.message.room}:${row.message.seq}`);
  if (row.message.edited && !row.first) body.append(editedNote(row.message, me, room));
  if (row.forMe) body.prepend(h("span", { class: "visually-hidden" }, `${gettext("for you:")} `));
}

/**
 * @param {HTMLElement} body
 * @param {string} user  my id
 */
function highlightOwn(body, user) {
  for (const mention of findAll(body, ".mention", HTMLElement)) {
    if (isFor([mention.dataset.user ?? ""], user)) mention.classList.add("mention--me");
  }
}

/**
 * The text as it was typed, until the server has made HTML of it.
 *
 * @param {string} text
 */
function unformatted(text) {
  const lines = text.split("\n").flatMap((line, index) => (index ? [h("br"), line] : [line]));
  return h("p", { dir: "auto" }, ...lines);
}
