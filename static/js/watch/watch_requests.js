// What is asked of the server about my rooms: the list, and counts where something was missed. A refusal for the time
// being is asked again.

import { uuid } from "../uuid.js";

/** @import { Connection } from "../connection/connection.js" */

const EARLIEST = 5; // seconds until counts are asked for after a frame that had too many changes for its lists
const LATEST = 15;
const ROOM_IN_FRAME = 200; // bytes of a `watch` beside `have`

export class WatchRequests {
  #watchId = ""; // of the `watch` that is not known to be answered
  /** @type {Map<string, string>} */
  #asked = new Map(); // by room: the id of the `counts` that is not answered yet
  /** @type {Map<string, ReturnType<typeof setTimeout>>} */
  #timers = new Map(); // by room, and "" for the list

  /**
   * @param {Connection} connection
   * @param {() => void} watchAgain
   */
  constructor(connection, watchAgain) {
    this.connection = connection;
    this.watchAgain = watchAgain;
    connection.on("offline", () => this.#forget());
    connection.on("error", (frame) => this.#refused(frame));
  }

  /**
   * @param {string} id
   * @param {Protocol.Watch["have"] | null} have
   */
  watch(id, have) {
    this.#watchId = id;
    this.connection.send(have ? { type: "watch", id, have } : { type: "watch", id });
  }

  /**
   * Does it fit into a frame?
   *
   * @param {NonNullable<Protocol.Watch["have"]>} have
   */
  fits(have) {
    const most = this.connection.welcome?.limits.frame ?? 0;
    return JSON.stringify(have).length + ROOM_IN_FRAME <= most;
  }

  /**
   * Asks for the counts of a room, once until there is an answer.
   *
   * @param {string} room
   */
  counts(room) {
    if (this.#asked.has(room)) return;
    this.#stopTimer(room);
    const id = uuid();
    if (this.connection.send({ type: "counts", room, id })) this.#asked.set(room, id);
  }

  /**
   * Asks some time after the last call, another time for each client.
   *
   * @param {string} room
   */
  countsLater(room) {
    this.#after(EARLIEST + Math.random() * (LATEST - EARLIEST), room, () => this.counts(room));
  }

  /** @param {string} room */
  answered(room) {
    this.#asked.delete(room);
    this.#stopTimer(room);
  }

  /** @param {Protocol.ErrorFrame} frame */
  #refused({ id, code, retry_after: wait = 1 }) {
    const isTransient = code === "rate_limited" || code === "unavailable";
    if (id === undefined) return;
    if (id === this.#watchId) {
      if (isTransient) this.#after(wait + Math.random(), "", this.watchAgain);
      return;
    }
    const room = [...this.#asked].find(([, asked]) => asked === id)?.[0];
    if (room === undefined) return;
    this.#asked.delete(room);
    if (isTransient) this.#after(wait + Math.random(), room, () => this.counts(room));
  }

  /**
   * @param {number} seconds
   * @param {string} name
   * @param {() => void} run
   */
  #after(seconds, name, run) {
    this.#stopTimer(name);
    const timer = setTimeout(() => {
      this.#timers.delete(name);
      run();
    }, seconds * 1000);
    this.#timers.set(name, timer);
  }

  /** @param {string} name */
  #stopTimer(name) {
    clearTimeout(this.#timers.get(name));
    this.#timers.delete(name);
  }

  #forget() {
    for (const name of [...this.#timers.keys()]) this.#stopTimer(name);
    this.#asked.clear();
  }
}
