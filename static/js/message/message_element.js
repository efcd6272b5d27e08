// One message as an element: the markup of templates/jinja/message.html, with what scripts add.

import { findAll, h, icon } from "../dom.js";
import { uploadCard } from "../files/upload_cards.js";
import { gettext } from "../i18n.js";
import { messageBody } from "./message_body.js";
import { messageFiles } from "./message_files.js";
import { messageHeader } from "./message_header.js";
import { quoteElement } from "./quote.js";
import { reactionList } from "./reactions.js";
import { isLate, sendState } from "./send_state.js";
import { threadLine, threadSummary } from "./thread_link.js";

/** @import { Uploads } from "../files/uploads.js" */
/** @import { PostRow } from "../timeline/post_rows.js" */
/** @import { PendingChanges } from "../timeline/rows.js" */

export const FOCUSABLE = "a, button, audio, video, .spoiler"; // in a message; see keyboard/message_shortcuts.js

/**
 * @param {PostRow} row
 * @param {object} context
 * @param {Protocol.User} context.me
 * @param {PageData.Room} context.room
 * @param {boolean} context.online
 * @param {PendingChanges} context.changes  what the outbox holds for the message
 * @param {number} context.unreadReplies  in its thread
 * @param {Uploads} context.uploads
 */
export function messageElement(row, { me, room, online, changes, unreadReplies, uploads }) {
  const id = row.key;
  const nameId = `${id}-by`;
  const entry = row.kind === "message" ? changes.entry : row.entry;
  const article = h(
    "article",
    {
      class: classes(row),
      id,
      tabindex: -1,
      "aria-labelledby": nameId,
      "data-author": row.author.name,
      "data-seq": row.kind === "message" && row.message.seq,
    },
    messageHeader(row, nameId, room, me),
    row.threadOf && threadLine(row.threadOf, room),
    row.reply && quoteElement(row.reply.seq, row.reply.quote),
    messageBody(row, me, room),
    attached(row, uploads),
    row.kind === "message" && !row.deleted && marks(row.message, changes.reactions, me),
    threadSummary(row, room, unreadReplies),
    entry && sendState(entry, online),
  );
  for (const focusable of findAll(article, FOCUSABLE, HTMLElement)) focusable.tabIndex = -1;
  return article;
}

/**
 * Its files, or those that it waits for.
 *
 * @param {PostRow} row
 * @param {Uploads} uploads
 */
function attached(row, uploads) {
  if (row.kind === "message") return row.message.files && !row.deleted && messageFiles(row.message.files);
  const waiting = row.entry.uploads.flatMap((id) => uploads.get(id) ?? []);
  return (
    waiting.length > 0 && h("ul", { class: "upload-cards" }, ...waiting.map((upload) => uploadCard(upload)))
  );
}

/**
 * What others left on a message.
 *
 * @param {Protocol.Message} message
 * @param {Protocol.React[]} reactions  what the outbox holds for it
 * @param {Protocol.User} me
 */
function marks(message, reactions, me) {
  return [message.pinned && pinnedNote(), reactionList(message, reactions, me)];
}

const pinnedNote = () => h("p", { class: "message__pinned" }, icon("pin", "small"), gettext("Pinned"));

/** @param {PostRow} row */
function classes(row) {
  const names = ["message"];
  if (row.first) names.push("message--first");
  if (row.deleted) names.push("message--deleted");
  else if (row.forMe) names.push("message--for-me");
  if (row.kind === "pending") names.push(...pendingClasses(row.entry));
  return names.join(" ");
}

/** @param {import("../outbox/entry.js").Entry} entry */
function pendingClasses(entry) {
  if (entry.state === "failed") return ["message--failed"];
  return isLate(entry) && entry.state !== "stored" ? ["message--pending"] : [];
}
