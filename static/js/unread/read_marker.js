// This user's read marker of a room or a thread, as the server has it. It goes forward as they read, and back where they say so,
// here or on another device: then it stays until they do something there.

/** @import { Connection } from "../connection/connection.js" */

const INTERVAL = 400; // ms between two updates

export class ReadMarker {
  #timer = 0; // 0: none
  #wanted = 0;
  #confirmed; // as the server said last
  /** @type {number | null} */
  #expected = null; // where it was set back to here, until the server says so
  /** @type {"here" | "elsewhere" | null} */
  held = null; // where it was set back, so that what is on the screen does not move it

  /**
   * @param {Connection} connection
   * @param {{ room: string, thread?: number, read: number }} place  `read`: where it is
   * @param {AbortSignal} signal  aborted when the room is closed: what is to be sent is sent then
   */
  constructor(connection, { room, thread, read }, signal) {
    this.connection = connection;
    this.room = room;
    this.thread = thread;
    this.stored = read;
    this.#confirmed = read;
    connection.on("offline", () => (this.#expected = null), signal);
    signal.addEventListener("abort", () => this.#sendNow(), { once: true });
  }

  /**
   * The server sent where the marker is. Was it set back?
   *
   * @param {number} seq
   */
  received(seq) {
    if (this.#expected !== null && this.#expected !== seq) return false; // said before it was set back
    this.#expected = null;
    const isBack = seq < this.#confirmed;
    this.#confirmed = seq;
    if (isBack) this.#hold(seq, "elsewhere");
    else this.stored = Math.max(this.stored, seq);
    return isBack;
  }

  /**
   * Moves the marker, soon.
   *
   * @param {number} seq
   */
  moveTo(seq) {
    if (this.held) return;
    this.#wanted = Math.max(this.#wanted, seq);
    if (this.#timer || this.#wanted <= this.stored) return;
    this.#timer = window.setTimeout(() => this.#send(), INTERVAL);
  }

  /**
   * Sets the marker back. False where it cannot be sent.
   *
   * @param {number} seq
   */
  moveBackTo(seq) {
    const { room } = this;
    if (!this.connection.send({ type: "read", room, seq, back: true })) return false;
    this.#expected = seq === this.#confirmed ? null : seq;
    this.#confirmed = seq;
    this.#hold(seq, "here");
    return true;
  }

  /**
   * @param {number} seq
   * @param {"here" | "elsewhere"} where
   */
  #hold(seq, where) {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.stored = seq;
    this.#wanted = seq;
    this.held = where;
  }

  #sendNow() {
    if (this.#timer) this.#send();
  }

  #send() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    const seq = this.#wanted;
    if (seq <= this.stored) return;
    const thread = this.thread === undefined ? {} : { thread: this.thread };
    if (this.connection.send({ type: "read", room: this.room, ...thread, seq })) this.stored = seq;
  }
}
