// What of a room I have not read, counted from frames by the rules of docs/protocol.md ("activity"). The server counts
// by the same (chat/events/activity.py).

import { isDeletion, isMessage, isRestoration, isShown } from "../log/kinds.js";
import { isFor } from "../message/mentions.js";

export const MOST = 100; // stands for as many or more, and stays until it is stated again

/**
 * `position`: the seq up to which events are counted; `read`: how far I have read; `threads`: those that I follow.
 *
 * @typedef {object} RoomCounts
 * @property {number} position
 * @property {number} read
 * @property {number} unread
 * @property {number} forMe
 * @property {Protocol.Thread[]} threads
 *
 * What an event does to counts. `at`: its seq; `step`: 1 or -1; `seq`, `author`, `for`, `thread`, `shown`: the message's,
 * which the room shows or only its thread.
 *
 * @typedef {object} CountChange
 * @property {number} at
 * @property {1 | -1} step
 * @property {number} seq
 * @property {string} author
 * @property {string[]} for
 * @property {number | null} thread
 * @property {boolean} shown
 *
 * @typedef {{ me: string, direct: boolean }} Reader  `direct`: in a direct conversation all is for everyone
 */

/**
 * Counts as a frame states them.
 *
 * @param {{ head: number, read: number, unread: number, for_me: number, threads?: Protocol.Thread[] }} frame
 * @returns {RoomCounts}
 */
export function stated({ head, read, unread, for_me: forMe, threads = [] }) {
  return { position: head, read, unread, forMe, threads };
}

/**
 * The counts after these changes, which are in order of `at`.
 *
 * @param {RoomCounts} counts
 * @param {CountChange[]} changes
 * @param {Reader} reader
 * @returns {RoomCounts}
 */
export function afterChanges(counts, changes, { me, direct }) {
  const after = { ...counts };
  for (const change of changes) {
    const { at, step, seq, author, for: mentions, shown } = change;
    if (at <= after.position) continue;
    after.position = at;
    if (author === me) continue;
    const forMe = direct || isFor(mentions, me);
    if (change.thread) after.threads = threadsAfter(after.threads, change, forMe);
    if (!shown || seq <= after.read) continue;
    after.unread = stepped(after.unread, step);
    if (forMe) after.forMe = stepped(after.forMe, step);
  }
  return after;
}

/**
 * @param {Protocol.Thread[]} threads
 * @param {CountChange} change
 * @param {boolean} forMe
 */
function threadsAfter(threads, change, forMe) {
  const { thread, seq } = change;
  return threads.map((one) => (one.seq === thread && seq > one.read ? threadAfter(one, change, forMe) : one));
}

/**
 * @param {Protocol.Thread} thread
 * @param {CountChange} change
 * @param {boolean} forMe
 * @returns {Protocol.Thread}
 */
function threadAfter({ seq, read, unread: before, also = [], also_for_me: forMeToo = [] }, change, forMe) {
  const unread = stepped(before, change.step);
  if (unread >= MOST) return { seq, read, unread };
  return {
    seq,
    read,
    unread,
    also: change.shown ? withSeq(also, change) : also,
    also_for_me: change.shown && forMe ? withSeq(forMeToo, change) : forMeToo,
  };
}

/**
 * @param {number[]} seqs
 * @param {CountChange} change
 */
function withSeq(seqs, { seq, step }) {
  const others = seqs.filter((other) => other !== seq);
  return step > 0 ? [...others, seq] : others;
}

/**
 * What is unread in a room and in its threads that I follow, each message once. Replies there are for me.
 *
 * @param {RoomCounts} counts
 * @param {{ unread: number, forMe: number }} inRoom  what the room shows of it
 */
export function withThreads({ threads, read }, { unread, forMe }) {
  const replies = threads.reduce((sum, thread) => sum + thread.unread, 0);
  const isUnread = (/** @type {number} */ seq) => seq > read;
  const twice = threads.flatMap(({ also = [] }) => also.filter(isUnread)).length;
  const forMeTwice = threads.flatMap(({ also_for_me: also = [] }) => also.filter(isUnread)).length;
  return {
    unread: Math.max(unread, replies, unread + replies - twice),
    forMe: Math.max(forMe, replies, forMe + replies - forMeTwice),
  };
}

/**
 * @param {number} count
 * @param {number} step
 */
const stepped = (count, step) => (count >= MOST ? count : Math.max(0, count + step));

/**
 * What an `activity` frame says, in order.
 *
 * @param {Protocol.Activity} frame
 */
export function changesOf({ new: posted = [], gone = [], back = [] }) {
  const changes = [...entries(posted, 1), ...entries(gone, -1), ...entries(back, 1)];
  return changes.sort((a, b) => a.at - b.at);
}

/**
 * @param {Protocol.ActivityEntry[]} found
 * @param {1 | -1} step
 * @returns {CountChange[]}
 */
function entries(found, step) {
  return found.map((entry) => {
    const { seq, author, by, for: mentions = [], thread = null } = entry;
    return { at: by ?? seq, step, seq, author, for: mentions, thread, shown: isShown(entry) };
  });
}

/**
 * What an event of a followed room changes. `null`: nothing; `undefined`: it does not say whose message it changes, as
 * an older version stored it, so the counts have to be asked for.
 *
 * @param {Protocol.RoomEvent} event
 * @returns {CountChange | null | undefined}
 */
export function changeOf(event) {
  const { seq: at } = event;
  if (isMessage(event)) {
    const { author, mentions = [], thread = null } = event;
    return { at, step: 1, seq: at, author: author.id, for: mentions, thread, shown: isShown(event) };
  }
  if (!isDeletion(event) && !isRestoration(event)) return null;
  const { target: seq, message_author: author, message_mentions: mentions = [], thread = null } = event;
  if (author === undefined) return undefined;
  const step = isDeletion(event) ? -1 : 1;
  return { at, step, seq, author, for: mentions, thread, shown: isShown(event) };
}
