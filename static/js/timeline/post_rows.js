// The rows of messages in the timeline: those in the log, and those that wait in the outbox.

import { isFor } from "../message/mentions.js";

/** @import { Quote } from "../message/quote.js" */
/** @import { Entry } from "../outbox/entry.js" */
/** @import { TimelineContent } from "./rows.js" */

const GROUP_WITHIN = 5 * 60_000; // ms: messages of one author within this stand under one header

/**
 * `first`: it has a header of its own. `covers`: the seqs of the deleted messages that the row stands for, or its own.
 *
 * @typedef {{ seq: number, quote: Quote | null }} Reply
 *
 * @typedef {object} MessageRow
 * @property {string} key
 * @property {"message"} kind
 * @property {Protocol.Message} message
 * @property {Date} at
 * @property {Protocol.User} author
 * @property {boolean} first
 * @property {boolean} deleted
 * @property {Protocol.User | null} remover
 * @property {number[]} covers
 * @property {boolean} forMe
 * @property {Reply | null} reply
 * @property {Reply | null} threadOf  the first message of its thread, where a reply stands among the room's messages
 * @property {boolean} hasThread  there is one below it, which is shown elsewhere
 *
 * @typedef {Entry & { frame: Protocol.Post }} PendingPost
 *
 * @typedef {object} PendingRow
 * @property {string} key
 * @property {"pending"} kind
 * @property {PendingPost} entry
 * @property {Date} at
 * @property {Protocol.User} author
 * @property {boolean} first
 * @property {false} deleted
 * @property {false} forMe
 * @property {Reply | null} reply
 * @property {Reply | null} threadOf
 *
 * @typedef {MessageRow | PendingRow} PostRow
 */

/**
 * @param {Protocol.Message} message
 * @param {TimelineContent} content
 * @returns {MessageRow}
 */
export function messageRow(message, content) {
  const { me, remover, prefix, thread } = content;
  const { seq, author, mentions } = message;
  const deleted = Boolean(message.deleted);
  return {
    key: `${prefix}m${seq}`,
    kind: "message",
    message,
    at: new Date(message.at),
    author,
    first: true,
    deleted,
    remover: deleted ? remover(seq) : null,
    covers: [seq],
    forMe: author.id !== me.id && isFor(mentions, me.id),
    reply: deleted ? null : replyTo(message.reply_to, content),
    threadOf: deleted ? null : threadOf(message, content),
    hasThread: thread === null && Boolean(message.replies?.count),
  };
}

/**
 * @param {PendingPost} entry
 * @param {TimelineContent} content
 * @returns {PendingRow}
 */
export function pendingRow(entry, content) {
  return {
    key: `${content.prefix}p${entry.id}`,
    kind: "pending",
    entry,
    at: new Date(entry.at),
    author: content.me,
    first: true,
    deleted: false,
    forMe: false,
    reply: replyTo(entry.frame.reply_to ?? null, content),
    threadOf: threadOf(entry.frame, content),
  };
}

/**
 * @param {number | null} seq
 * @param {TimelineContent} content
 */
const replyTo = (seq, content) => (seq === null ? null : { seq, quote: content.quote(seq) });

/**
 * @param {{ thread?: number | null }} reply
 * @param {TimelineContent} content
 */
const threadOf = ({ thread = null }, content) => replyTo(content.thread === null ? thread : null, content);

/**
 * Does a row stand under the header of the one before?
 *
 * @param {PostRow | null} previous
 * @param {PostRow} row
 */
export function isGrouped(previous, row) {
  return (
    previous !== null &&
    previous.author.id === row.author.id &&
    row.at.getTime() - previous.at.getTime() < GROUP_WITHIN &&
    !row.reply &&
    !row.threadOf &&
    previous.deleted === row.deleted
  );
}
