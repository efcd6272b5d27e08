// Following one room: its events are received here once each and in order, whatever the connection does.

import { Emitter } from "../emitter.js";
import { uuid } from "../uuid.js";

/** @import { Connection } from "../connection/connection.js" */

/**
 * "events": a list, consecutive. "reset": what is held of the room is void, and these are its newest page. "joined":
 * the answer to a join is complete. "left": the reason. "refused": why the room cannot be followed.
 *
 * @typedef {{
 *   events: [Protocol.RoomEvent[]],
 *   reset: [Protocol.RoomEvent[]],
 *   joined: [Protocol.Joined],
 *   left: [Protocol.LeftReason],
 *   refused: [Protocol.ErrorCode],
 * }} SubscriptionEvents
 */

/**
 * The newest event that the page holds, none without `since`: then the room itself is asked for too. `following`:
 * the server sends what comes after it already.
 *
 * @typedef {{ since?: number | null, epoch?: string | null, following?: boolean }} Position
 */

/** @extends {Emitter<SubscriptionEvents>} */
export class Subscription extends Emitter {
  ended = false; // the room is not to be followed any more
  /** @type {string | null} */
  #joinId = null; // of the join that is not answered yet
  #headAtPong = 0; // a head in the last pong that was not reached

  /**
   * @param {Connection} connection
   * @param {string} room
   * @param {Position} position
   * @param {AbortSignal} signal  aborted when nothing more is to be received here
   */
  constructor(connection, room, { since = null, epoch = null, following = false }, signal) {
    super();
    this.connection = connection;
    this.room = room;
    this.since = since;
    this.epoch = epoch;
    this.following = following;
    this.signal = signal;
    this.#listen();
  }

  #listen() {
    const { connection, room, signal } = this;
    connection.on("joined", (frame) => frame.room === room && this.#joined(frame), signal);
    connection.on("event", (frame) => frame.room === room && this.#receive(frame), signal);
    connection.on("left", (frame) => frame.room === room && this.#left(frame), signal);
    connection.on("error", (frame) => this.#onError(frame), signal);
    connection.on("pong", (frame) => this.#compare(frame.heads[room]), signal);
    connection.on("offline", () => this.#stop(), signal);
  }

  /** The newest event that is held; 0 before there is any. */
  get head() {
    return this.since ?? 0;
  }

  join() {
    if (this.ended || this.signal.aborted) return;
    this.following = false;
    this.#joinId = uuid();
    /** @type {Protocol.Join} */
    const frame = { type: "join", room: this.room, id: this.#joinId };
    if (this.since === null) frame.info = true;
    else frame.since = this.since;
    if (this.since !== null && this.epoch) frame.epoch = this.epoch;
    this.connection.send(frame);
  }

  /** The room is closed: what the server still sends of it is for nobody. */
  leave() {
    this.ended = true;
    this.connection.send({ type: "leave", room: this.room, id: uuid() });
  }

  /** @param {Protocol.Joined} frame */
  #joined(frame) {
    if (frame.id !== this.#joinId) return; // the answer to a join that another one overtook
    this.epoch = frame.epoch;
    if (frame.reset || this.since === null) {
      this.since = frame.head;
      this.emit("reset", frame.events);
    } else {
      this.#accept(frame.events);
    }
    if (frame.more) return this.join();
    this.#joinId = null;
    this.following = true;
    this.#headAtPong = 0;
    this.emit("joined", frame);
  }

  /** @param {Protocol.EventFrame} frame */
  #receive(frame) {
    if (!this.following || frame.seq <= this.head) return;
    if (frame.seq > this.head + 1) {
      this.join();
    } // a gap: from the last one that is held
    else this.#accept([frame]);
  }

  /** @param {Protocol.RoomEvent[]} events */
  #accept(events) {
    const fresh = events.filter((event) => event.seq > this.head);
    this.since = fresh.at(-1)?.seq ?? this.since;
    if (fresh.length) this.emit("events", fresh);
  }

  /**
   * What is on its way at one pong has arrived by the next; what has not was lost.
   *
   * @param {number | undefined} head
   */
  #compare(head) {
    if (!this.following) return;
    if (head === undefined || (this.#headAtPong > this.head && head >= this.#headAtPong)) return this.join();
    this.#headAtPong = head > this.head ? head : 0;
  }

  /** @param {Protocol.Left} frame */
  #left(frame) {
    if (frame.id !== undefined) return; // the answer to a `leave` of an earlier opening
    this.#stop();
    if (frame.reason === "gone") return this.join(); // it may have been reset: the answer says what it is now
    this.ended = true;
    this.emit("left", frame.reason);
  }

  /** @param {Protocol.ErrorFrame} frame */
  #onError(frame) {
    if (this.#joinId !== null && frame.id === this.#joinId) this.#refused(frame);
  }

  /** @param {Protocol.ErrorFrame} frame */
  #refused(frame) {
    this.#joinId = null;
    if (frame.code === "rate_limited" || frame.code === "unavailable") {
      setTimeout(() => this.#joinAgain(), ((frame.retry_after ?? 1) + Math.random()) * 1000);
    } else {
      this.ended = true;
      this.emit("refused", frame.code);
    }
  }

  #joinAgain() {
    if (this.connection.online && !this.following && !this.#joinId) this.join();
  }

  #stop() {
    this.following = false;
    this.#joinId = null;
  }
}
