// Pages of a room's log from the server, one at a time.

import { uuid } from "../uuid.js";

/** @import { Connection } from "../connection/connection.js" */

/**
 * @typedef {object} Pending
 * @property {string} id
 * @property {(page: Protocol.History | null) => void} resolve
 * @property {Promise<Protocol.History | null>} answered
 */

export class HistoryRequests {
  onNotFound = () => {}; // the server has nothing of what was asked for
  /** @type {Pending | null} */
  #pending = null;

  /**
   * @param {Connection} connection
   * @param {string} room
   * @param {() => void} onRetry  the server refused, and a request may succeed now
   * @param {AbortSignal} signal  aborted when no more is asked for
   */
  constructor(connection, room, onRetry, signal) {
    this.connection = connection;
    this.room = room;
    this.onRetry = onRetry;
    this.signal = signal;
    const isOurs = (/** @type {string | undefined} */ id) => id !== undefined && id === this.#pending?.id;
    connection.on("history", (frame) => isOurs(frame.id) && this.#settle(frame), signal);
    connection.on("error", (frame) => isOurs(frame.id) && this.#refused(frame), signal);
    connection.on("offline", () => this.#settle(null), signal);
    signal.addEventListener("abort", () => this.#settle(null), { once: true });
  }

  get busy() {
    return this.#pending !== null;
  }

  /**
   * One page; null when there is none to be had now.
   *
   * @param {{ before?: number, limit?: number, thread?: number }} range
   * @returns {Promise<Protocol.History | null>}
   */
  async request(range) {
    while (this.#pending) await this.#pending.answered;
    if (!this.connection.online || this.signal.aborted) return null;
    const id = uuid();
    const { promise: answered, resolve } = withResolvers();
    this.#pending = { id, resolve, answered };
    this.connection.send({ type: "history", room: this.room, id, ...range });
    return answered;
  }

  /** @param {Protocol.ErrorFrame} frame */
  #refused(frame) {
    this.#settle(null);
    if (frame.code === "not_found") this.onNotFound();
    const retry = () => this.signal.aborted || this.onRetry();
    if (frame.retry_after) setTimeout(retry, frame.retry_after * 1000);
  }

  /** @param {Protocol.History | null} page */
  #settle(page) {
    const pending = this.#pending;
    this.#pending = null;
    pending?.resolve(page);
  }
}

/** As Promise.withResolvers, which older browsers lack. */
function withResolvers() {
  /** @type {(page: Protocol.History | null) => void} */
  let resolve = () => {};
  /** @type {Promise<Protocol.History | null>} */
  const promise = new Promise((done) => (resolve = done));
  return { promise, resolve };
}
