// Which of the messages that the page holds are unread: those of others beyond a seq up to which all is read, but for
// those that have been seen.

import { isShown } from "../log/kinds.js";
import { isFor } from "../message/mentions.js";

/** @import { RoomLog } from "../log/room_log.js" */

export class UnreadMessages {
  /** @type {Set<number>} */
  #seen = new Set(); // seqs beyond `readUpTo`

  /**
   * @param {object} parts
   * @param {RoomLog} parts.log
   * @param {Protocol.User} parts.me
   * @param {PageData.Room} parts.room
   */
  constructor({ log, me, room }) {
    this.log = log;
    this.me = me;
    this.isDirect = room.kind === "direct"; // where everything is for me
    this.readUpTo = room.firstUnread ? room.firstUnread - 1 : room.head;
  }

  /** @param {Protocol.Message} message */
  counts(message) {
    const { author, deleted } = message;
    return author.id !== this.me.id && !deleted && isShown(message);
  }

  /**
   * How many of these are for me.
   *
   * @param {Protocol.Message[]} messages
   */
  countForMe(messages) {
    return messages.filter(({ mentions }) => this.isDirect || isFor(mentions, this.me.id)).length;
  }

  /**
   * A message was on the screen. Returns it where it was unread until then.
   *
   * @param {number} seq
   */
  markSeen(seq) {
    const message = this.log.message(seq);
    if (!(seq > this.readUpTo) || this.#seen.has(seq) || !message || !this.counts(message)) return null;
    this.#seen.add(seq);
    return message;
  }

  /** Does the range that is held continue from `readUpTo`? Without it nothing can be said. */
  get continues() {
    const { oldest, newest } = this.log;
    const { readUpTo } = this;
    return oldest !== null && oldest <= readUpTo + 1 && (newest === null || newest > readUpTo);
  }

  /** All that are held. */
  get held() {
    if (!this.continues) return [];
    const isUnread = (/** @type {Protocol.Message} */ message) =>
      message.seq > this.readUpTo && this.counts(message) && !this.#seen.has(message.seq);
    return this.log.messages().filter(isUnread);
  }

  get first() {
    return this.held[0] ?? null;
  }

  /** @param {number} seq */
  advanceTo(seq) {
    this.readUpTo = Math.max(this.readUpTo, seq);
    for (const one of this.#seen) if (one <= this.readUpTo) this.#seen.delete(one);
  }

  /** @param {number} seq */
  goBackTo(seq) {
    this.readUpTo = seq;
    this.#seen.clear();
  }
}
