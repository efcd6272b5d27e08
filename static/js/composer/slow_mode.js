// Slow mode: how long this user waits for their next message in the room. The server decides; this is what it will say.

import { Emitter } from "../emitter.js";

/** @import { RoomLog } from "../log/room_log.js" */

const INTERVAL = 1000; // ms between two looks at the clock

/**
 * "change": how long they wait is another.
 *
 * @extends {Emitter<{ change: [] }>}
 */
export class SlowMode extends Emitter {
  #postedAt = 0; // ms since the epoch: their last message, as far as is known here
  /** @type {number | undefined} */
  #timer;

  /**
   * @param {PageData.Room} room
   * @param {RoomLog} log
   * @param {Protocol.User} me
   */
  constructor(room, log, me) {
    super();
    this.room = room;
    this.log = log;
    this.me = me;
  }

  /** Seconds between two messages; 0 for none. */
  get every() {
    return this.room.moderates ? 0 : this.room.policy.slow;
  }

  /** Seconds that are left, rounded up. */
  get left() {
    if (!this.every) return 0;
    const own = this.log.allMessages().findLast(({ author }) => author.id === this.me.id);
    const postedAt = Math.max(this.#postedAt, own ? Date.parse(own.at) : 0);
    const left = Math.ceil(this.every - (Date.now() - postedAt) / 1000);
    return Math.min(this.every, Math.max(0, left));
  }

  /** They posted something just now. */
  posted() {
    this.#postedAt = Date.now();
    this.look();
  }

  /** It was not sent after all. */
  undone() {
    this.#postedAt = 0;
    this.look();
  }

  /**
   * The server has them wait.
   *
   * @param {number} seconds
   */
  refused(seconds) {
    if (!this.every) return;
    this.#postedAt = Date.now() - (this.every - seconds) * 1000;
    this.look();
  }

  /** Shows what is left, and goes on while there is something. */
  look() {
    clearTimeout(this.#timer);
    this.emit("change");
    if (this.left) this.#timer = window.setTimeout(() => this.look(), INTERVAL);
  }

  /** Looks no more. */
  stop() {
    clearTimeout(this.#timer);
  }
}
