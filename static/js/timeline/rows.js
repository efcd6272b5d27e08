// The rows of the timeline, from top to bottom. chat/views/timeline.py makes the same for the HTML of a page. Nothing
// here touches the document.

import { dayKey } from "../format.js";
import { isMessage, lineKindOf } from "../log/kinds.js";
import { foldLines } from "./folded_lines.js";
import { isGrouped, messageRow, pendingRow } from "./post_rows.js";

/** @import { Quote } from "../message/quote.js" */
/** @import { Entry } from "../outbox/entry.js" */
/** @import { PendingPost, PostRow } from "./post_rows.js" */

/**
 * @typedef {{ key: "intro", kind: "intro", empty: boolean }} IntroRow
 * @typedef {{ key: string, kind: "day", at: Date }} DayRow
 * @typedef {{ key: string, kind: "unread", at: Date }} UnreadRow
 * @typedef {{ key: "replies", kind: "replies" }} RepliesRow  below the first message of a thread
 * @typedef {{ key: string, kind: "line", seq: number, at: Date, icon: string, sentences: string[] }} LineRow
 * @typedef {{ key: string, kind: "lines", at: Date, lines: LineRow[] }} LinesRow  a run of them, folded
 * @typedef {IntroRow | DayRow | UnreadRow | RepliesRow | LineRow | LinesRow | PostRow} Row
 *
 * What the outbox holds for a message: reactions, and the last edit or deletion.
 * @typedef {{ reactions: Protocol.React[], entry: Entry | null }} PendingChanges
 *
 * @typedef {object} TimelineContent
 * @property {Protocol.Message[]} messages  as they are now
 * @property {Protocol.LineEvent[]} lines  what happened to the room itself
 * @property {PendingPost[]} pending
 * @property {number | null} unreadAfter  the seq above which messages are new; null for no divider
 * @property {Protocol.User} me
 * @property {boolean} complete  the messages begin with the room's first
 * @property {boolean} separateDeleted  deleted messages stand one by one, for those who can restore them
 * @property {number | null} thread  the first message of the thread that is shown; null in the room
 * @property {string} prefix  of the keys of messages
 * @property {(seq: number) => Quote | null} quote
 * @property {(seq: number) => Protocol.User | null} remover
 */

/**
 * @param {TimelineContent} content
 * @returns {Row[]}
 */
export function rowsOf(content) {
  const { messages, lines, pending, complete } = content;
  const rows = new RowBuilder(content);
  if (complete) rows.addIntro(!messages.length && !pending.length);
  for (const event of inOrder(messages, lines)) {
    if (isMessage(event)) rows.addMessage(event);
    else rows.addLine(event);
  }
  for (const entry of pending) rows.addPending(entry);
  return foldLines(rows.all);
}

/**
 * @param {Protocol.Message[]} messages
 * @param {Protocol.LineEvent[]} lines
 * @returns {(Protocol.Message | Protocol.LineEvent)[]}
 */
function inOrder(messages, lines) {
  return lines.length ? [...messages, ...lines].sort((a, b) => a.seq - b.seq) : messages;
}

class RowBuilder {
  /** @type {Row[]} */
  all = [];
  #day = "";
  /** @type {PostRow | null} */
  #previous = null;
  #divided = false;

  /** @param {TimelineContent} content */
  constructor(content) {
    this.content = content;
  }

  /** @param {boolean} empty */
  addIntro(empty) {
    this.all.push({ key: "intro", kind: "intro", empty });
  }

  /** @param {Protocol.Message} message */
  addMessage(message) {
    const row = messageRow(message, this.content);
    this.#startDay(row.at);
    if (this.#isFirstUnread(message)) this.#divide(row.at);
    const previous = this.#previous;
    row.first = !isGrouped(previous, row);
    const joins = previous?.kind === "message" && previous.deleted && row.deleted && !row.first;
    if (joins && !this.content.separateDeleted) {
      previous.covers.push(message.seq);
    } // a run of them is one line
    else this.#add(row);
    if (message.seq === this.content.thread) this.#endRoot();
  }

  #endRoot() {
    this.all.push({ key: "replies", kind: "replies" });
    this.#previous = null;
  }

  /** @param {Protocol.LineEvent} event */
  addLine(event) {
    const kind = lineKindOf(event);
    if (!kind) return;
    const at = new Date(event.at);
    this.#startDay(at);
    const { seq } = event;
    this.all.push({ key: `e${seq}`, kind: "line", seq, at, icon: kind.icon, sentences: kind.lines(event) });
    this.#previous = null;
  }

  /** @param {PendingPost} entry */
  addPending(entry) {
    const row = pendingRow(entry, this.content);
    this.#startDay(row.at);
    row.first = !isGrouped(this.#previous, row);
    this.#add(row);
  }

  /** @param {PostRow} row */
  #add(row) {
    this.all.push(row);
    this.#previous = row;
  }

  /** @param {Date} at */
  #startDay(at) {
    const day = dayKey(at);
    if (this.#day === day) return;
    this.all.push({ key: `d${day}`, kind: "day", at });
    this.#day = day;
    this.#previous = null;
  }

  /** @param {Protocol.Message} message */
  #isFirstUnread({ seq, author, deleted }) {
    const { unreadAfter, me } = this.content;
    return unreadAfter !== null && !this.#divided && seq > unreadAfter && author.id !== me.id && !deleted;
  }

  /** @param {Date} at */
  #divide(at) {
    this.all.push({ key: `${this.content.prefix}unread`, kind: "unread", at });
    this.#divided = true;
    this.#previous = null;
  }
}
