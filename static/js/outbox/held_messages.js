// Messages that can still be undone: each is held until its time is over, or somebody decides.

import { isHeld } from "./entry.js";

/** @import { Entries } from "./entries.js" */
/** @import { Entry } from "./entry.js" */

/**
 * What the outbox does then. `send`: with those that are held no longer; `undo`: with one that is not to be sent.
 *
 * @typedef {{ send: () => void, undo: (entry: Entry, frame: Protocol.Post) => void }} Decisions
 */

export class HeldMessages {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {Entries} entries
   * @param {Decisions} decisions
   */
  constructor(entries, decisions) {
    this.entries = entries;
    this.decisions = decisions;
  }

  /** The next one goes out when its time is over. */
  startTimer() {
    const until = this.entries.heldUntil;
    clearTimeout(this.#timer);
    if (until === null) return;
    this.#timer = setTimeout(() => this.decisions.send(), Math.max(0, until - Date.now()) + 1);
  }

  /**
   * One is sent without waiting, and so are those of its room that are held before it.
   *
   * @param {string} id
   */
  sendNow(id) {
    const entry = this.entries.get(id);
    if (!entry) return;
    for (const other of this.#of(entry.frame.room)) {
      if (other.order <= entry.order) this.entries.put(Object.assign(other, { heldUntil: null }));
    }
    this.decisions.send();
  }

  /**
   * One is not sent. False where it is too late.
   *
   * @param {string} id
   */
  undo(id) {
    const entry = this.entries.get(id);
    if (!entry || !isHeld(entry) || entry.frame.type !== "post") return false;
    this.decisions.undo(entry, entry.frame);
    return true;
  }

  /**
   * The same with the newest in a room, or in a thread of it.
   *
   * @param {string} room
   * @param {number | null} thread
   */
  undoNewest(room, thread) {
    const isThere = (/** @type {Entry} */ { frame }) =>
      frame.type === "post" && (frame.thread ?? null) === thread;
    const newest = this.#of(room).findLast(isThere);
    return newest ? this.undo(newest.id) : false;
  }

  /** @param {string} room */
  #of(room) {
    return this.entries.all().filter((entry) => entry.frame.room === room && isHeld(entry));
  }
}
