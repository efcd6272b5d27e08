// What this page holds of a room's log: the newest copy of each message, and the events above it. It is a range
// of the log without gaps; while the range is "live", its end is the head, and new events continue it.

import { notePeople } from "../members/known_people.js";
import { changedBy, fold } from "./fold.js";
import { isChange, isDeletion, isLine, isMessage, isShown } from "./kinds.js";

/** @import { Applied } from "./fold.js" */

export class RoomLog {
  /** @type {Map<number, Protocol.Message>} */
  #copies = new Map(); // seq: the copy with the highest rev
  /** @type {Map<number, Map<number, Applied>>} */
  #changes = new Map(); // message: events that change it, by seq, all above the copy's rev
  /** @type {Map<number, Protocol.Message>} */
  #folded = new Map(); // seq: the message as it is now, until something changes it
  /** @type {Map<number, Protocol.LineEvent>} */
  #lines = new Map(); // seq: what happened to the room itself
  /** @type {Map<number, Protocol.User>} */
  #removers = new Map(); // target: who deleted it
  /** @type {number[] | null} */
  #order = null; // seqs of messages, sorted, until one comes or goes

  /**
   * The first seq of the range; null before there is one.
   *
   * @type {number | null}
   */
  oldest = null;

  /**
   * The last seq of the range; null while it is live.
   *
   * @type {number | null}
   */
  newest = null;

  get live() {
    return this.newest === null;
  }

  /** Are there older events than those held? */
  get more() {
    return this.oldest !== null && this.oldest > 1;
  }

  /**
   * Takes one event in whatever order it comes.
   *
   * @param {Protocol.RoomEvent} event
   */
  take(event) {
    this.#takeChange(event);
    if (isMessage(event)) this.#takeCopy(event);
    else if (isLine(event)) this.#lines.set(event.seq, event);
  }

  /** @param {Protocol.Message} copy */
  #takeCopy(copy) {
    const held = this.#copies.get(copy.seq);
    if (held && held.rev >= copy.rev) return;
    this.#copies.set(copy.seq, copy);
    notePeople([copy.author]);
    this.#folded.delete(copy.seq);
    if (!held) this.#order = null;
    const changes = this.#changes.get(copy.seq);
    for (const seq of changes?.keys() ?? []) if (seq <= copy.rev) changes?.delete(seq);
  }

  /** @param {Protocol.RoomEvent} event */
  #takeChange(event) {
    if (isDeletion(event)) this.#removers.set(event.target, event.author);
    if (isMessage(event) || isChange(event)) for (const seq of changedBy(event)) this.#keepChange(seq, event);
  }

  /**
   * @param {number} target
   * @param {Applied} change
   */
  #keepChange(target, change) {
    const copy = this.#copies.get(target);
    if (!(target > 0) || (copy && change.seq <= copy.rev)) return;
    const changes = this.#changes.get(target) ?? new Map();
    this.#changes.set(target, changes.set(change.seq, change));
    this.#folded.delete(target);
  }

  /**
   * Takes the room's newest events. Beyond a range that is not live, only changes are kept.
   *
   * @param {Protocol.RoomEvent[]} events
   */
  takeNew(events) {
    for (const event of events) {
      if (this.live) this.take(event);
      else this.#takeChange(event);
    }
    const [first] = events;
    if (this.live && this.oldest === null && first) this.#range(first.seq, null);
  }

  /**
   * Replaces the range by a page, oldest first.
   *
   * @param {Protocol.RoomEvent[]} events
   * @param {number} head  the newest seq that is known of
   */
  reset(events, head) {
    const first = events[0]?.seq ?? 1;
    const last = events.at(-1)?.seq ?? head;
    this.#forget((seq) => seq < first || seq > last);
    for (const event of events) this.take(event);
    this.#range(first, last < head ? last : null);
  }

  /**
   * Extends the range by a page of what is older, or ends it where there is nothing older.
   *
   * @param {Protocol.RoomEvent[]} events
   * @param {boolean} more
   */
  takeOlder(events, more) {
    for (const event of events) this.take(event);
    const [first] = events;
    const oldest = more && first ? Math.min(this.oldest ?? first.seq, first.seq) : 1;
    this.#range(oldest, this.newest);
  }

  /**
   * Extends the range by what is newer: the first seq has to be the next one.
   *
   * @param {Protocol.RoomEvent[]} events
   * @param {number} head  up to here there is nothing else
   */
  takeNewer(events, head) {
    for (const event of events) this.take(event);
    const last = events.at(-1)?.seq ?? this.newest;
    this.#range(this.oldest, last !== null && last < head ? last : null);
  }

  /**
   * @param {number | null} oldest
   * @param {number | null} newest
   */
  #range(oldest, newest) {
    this.oldest = oldest;
    this.newest = newest;
    this.#order = null;
  }

  /**
   * A message as it is now, or null. Messages beyond the range are held where something quotes them.
   *
   * @param {number} seq
   * @returns {Protocol.Message | null}
   */
  message(seq) {
    const copy = this.#copies.get(seq);
    if (copy && !this.#folded.has(seq)) {
      const changes = [...(this.#changes.get(seq)?.values() ?? [])].sort((a, b) => a.seq - b.seq);
      this.#folded.set(seq, fold(copy, changes));
    }
    return this.#folded.get(seq) ?? null;
  }

  /**
   * The messages of the range that the room shows, as they are now, oldest first.
   *
   * @returns {Protocol.Message[]}
   */
  messages() {
    return this.allMessages().filter(isShown);
  }

  /**
   * The same with the replies that only their thread shows.
   *
   * @returns {Protocol.Message[]}
   */
  allMessages() {
    if (this.oldest === null) return [];
    this.#order ??= [...this.#copies.keys()].filter((seq) => this.#contains(seq)).sort((a, b) => a - b);
    return this.#order.flatMap((seq) => this.message(seq) ?? []);
  }

  /**
   * The events of the range that the timeline has a line for, oldest first.
   *
   * @returns {Protocol.LineEvent[]}
   */
  lines() {
    return [...this.#lines.values()].filter(({ seq }) => this.#contains(seq)).sort((a, b) => a.seq - b.seq);
  }

  /** @param {number} seq */
  #contains(seq) {
    return this.oldest !== null && seq >= this.oldest && (this.newest === null || seq <= this.newest);
  }

  /**
   * Who deleted a message, as far as the events held show.
   *
   * @param {number} seq
   */
  remover(seq) {
    return this.#removers.get(seq) ?? null;
  }

  /**
   * Drops everything below `seq`; it can be fetched again.
   *
   * @param {number} seq
   */
  dropBelow(seq) {
    this.#forget((key) => key < seq);
    this.#range(Math.max(this.oldest ?? seq, seq), this.newest);
  }

  /**
   * Drops everything beyond `seq`, and is live no longer; it can be fetched again.
   *
   * @param {number} seq
   */
  dropAbove(seq) {
    this.#forget((key) => key > seq);
    this.#range(this.oldest, seq);
  }

  clear() {
    this.#forget(() => true);
    this.#range(null, null);
  }

  /** @param {(seq: number) => boolean} which */
  #forget(which) {
    for (const map of [this.#copies, this.#changes, this.#folded, this.#lines, this.#removers]) {
      for (const seq of map.keys()) if (which(seq)) map.delete(seq);
    }
  }
}
