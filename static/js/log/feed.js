// Following one room: its events arrive here once each and in order, whatever the connection does.

import { Emitter } from "../emitter.js";
import { uuid } from "../uuid.js";

/**
 * Emits "events" (a list, consecutive), "reset" (drop what you have: `events` is the newest page),
 * "joined" (its answer is complete: the marker), "left" (reason), "refused" (code, detail).
 */
export class Feed extends Emitter {
  /** `since`: the newest seq that the page holds, null for nothing. */
  constructor(connection, room, { since = null, epoch = null } = {}) {
    super();
    this.room = room;
    this.since = since;
    this.epoch = epoch;
    this.following = false;
    this.over = null; // why we do not follow any more
    this.connection = connection;
    this.joinId = null;
    this.behind = 0; // a head that the last pong told of, and we had not reached
    const ours = (handler) => (frame) => frame.room === room && handler.call(this, frame);
    connection.on("joined", ours(this.#joined));
    connection.on("event", ours(this.#event));
    connection.on("left", ours(this.#left));
    connection.on(
      "error",
      (frame) => frame.id === this.joinId && this.joinId !== null && this.#refused(frame),
    );
    connection.on("pong", (frame) => this.#compare(frame.heads));
    connection.on("offline", () => this.#dropped());
  }

  join() {
    if (this.over) return;
    this.following = false;
    this.joinId = uuid();
    const frame = { type: "join", room: this.room, id: this.joinId };
    if (this.since !== null) frame.since = this.since;
    if (this.since !== null && this.epoch) frame.epoch = this.epoch;
    this.connection.send(frame);
  }

  #joined(frame) {
    if (frame.id !== this.joinId) return; // the answer to a join that another one overtook
    this.epoch = frame.epoch;
    if (frame.reset || this.since === null) {
      this.since = frame.events.at(-1)?.seq ?? frame.head;
      this.emit("reset", frame.events);
    } else {
      this.#accept(frame.events);
    }
    if (frame.more) return this.join();
    this.joinId = null;
    this.following = true;
    this.behind = 0;
    this.emit("joined", frame);
  }

  #event(frame) {
    if (!this.following || frame.seq <= this.since) return;
    if (frame.seq > this.since + 1)
      this.join(); // a gap: from the last one that we have
    else this.#accept([frame]);
  }

  #accept(events) {
    const fresh = events.filter((event) => event.seq > this.since);
    if (!fresh.length) return;
    this.since = fresh.at(-1).seq;
    this.emit("events", fresh);
  }

  /** What is on its way at one pong has arrived by the next; what has not was lost. */
  #compare(heads) {
    if (!this.following) return;
    const head = heads[this.room];
    if (head === undefined || (this.behind > this.since && head >= this.behind)) return this.join();
    this.behind = head > this.since ? head : 0;
  }

  #left(frame) {
    this.following = false;
    this.joinId = null;
    this.over = frame.reason;
    this.emit("left", frame.reason);
  }

  #refused(frame) {
    this.joinId = null;
    if (frame.code === "rate_limited" || frame.code === "unavailable") {
      setTimeout(() => this.connection.online && !this.following && !this.joinId && this.join(), wait(frame));
    } else {
      this.over = frame.code;
      this.emit("refused", frame.code, frame.detail);
    }
  }

  #dropped() {
    this.following = false;
    this.joinId = null;
  }
}

const wait = (frame) => ((frame.retry_after ?? 1) + Math.random()) * 1000;
