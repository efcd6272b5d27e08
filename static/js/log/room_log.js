// What this page holds of a room's log: the newest copy of each message, and the events above it.

import { CHANGES, fold } from "./fold.js";

export class RoomLog {
  #copies = new Map(); // seq: the copy with the highest rev
  #changes = new Map(); // target: Map of seq: event, all above the copy's rev
  #shown = new Map(); // seq: folded, until something changes it
  #removers = new Map(); // target: who deleted it
  #order = null; // seqs of messages, sorted, until one comes or goes

  /** The range that is held without gaps: from `oldest` (null: nothing yet) to the newest taken. */
  oldest = null;

  /** Are there older events than those held? */
  get more() {
    return this.oldest !== null && this.oldest > 1;
  }

  /** Takes one event in whatever order it comes; returns the seq of the message that it touches, if any. */
  take(event) {
    if (event.kind === "message") return this.#takeCopy(event);
    if (event.kind === "delete") this.#removers.set(event.target, event.author);
    if (!CHANGES.has(event.kind) || !(event.target > 0)) return null;
    const copy = this.#copies.get(event.target);
    if (copy && event.seq <= copy.rev) return null;
    if (!this.#changes.has(event.target)) this.#changes.set(event.target, new Map());
    this.#changes.get(event.target).set(event.seq, event);
    this.#shown.delete(event.target);
    return event.target;
  }

  #takeCopy(copy) {
    const held = this.#copies.get(copy.seq);
    if (held && held.rev >= copy.rev) return null;
    this.#copies.set(copy.seq, copy);
    this.#shown.delete(copy.seq);
    if (!held) this.#order = null;
    const changes = this.#changes.get(copy.seq);
    for (const seq of changes?.keys() ?? []) if (seq <= copy.rev) changes.delete(seq);
    return copy.seq;
  }

  /** Takes a page, oldest first, which begins the range or goes on at either end of it. */
  takePage(events) {
    for (const event of events) this.take(event);
    if (events.length) this.reach(events[0].seq);
  }

  /** Everything from `seq` on is held now. */
  reach(seq) {
    this.oldest = this.oldest === null ? seq : Math.min(this.oldest, seq);
    this.#order = null;
  }

  /** A message as it is now, or null. Messages beyond the range are known when something quoted them. */
  message(seq) {
    if (!this.#shown.has(seq) && this.#copies.has(seq)) {
      const changes = [...(this.#changes.get(seq)?.values() ?? [])].sort((a, b) => a.seq - b.seq);
      this.#shown.set(seq, fold(this.#copies.get(seq), changes));
    }
    return this.#shown.get(seq) ?? null;
  }

  /** The messages of the range as they are now, oldest first. */
  messages() {
    if (this.oldest === null) return [];
    this.#order ??= [...this.#copies.keys()].filter((seq) => seq >= this.oldest).sort((a, b) => a - b);
    return this.#order.map((seq) => this.message(seq));
  }

  /** Who deleted a message, as far as the events held tell. */
  remover(seq) {
    return this.#removers.get(seq) ?? null;
  }

  /** Lets go of everything below `seq`; it can be fetched again. */
  forgetBelow(seq) {
    for (const map of [this.#copies, this.#changes, this.#shown, this.#removers]) {
      for (const key of map.keys()) if (key < seq) map.delete(key);
    }
    this.oldest = Math.max(this.oldest ?? seq, seq);
    this.#order = null;
  }

  clear() {
    for (const map of [this.#copies, this.#changes, this.#shown, this.#removers]) map.clear();
    this.oldest = null;
    this.#order = null;
  }
}
