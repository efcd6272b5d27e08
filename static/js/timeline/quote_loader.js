// Quoted messages that are beyond what is held: fetched one by one.

import { HistoryRequests } from "./history_requests.js";

/** @import { Connection } from "../connection/connection.js" */
/** @import { RoomLog } from "../log/room_log.js" */
/** @import { Timeline } from "./timeline.js" */

export class QuoteLoader {
  /** @type {number[]} */
  #queue = []; // seqs
  /** @type {Set<number>} */
  #known = new Set(); // seqs that are waiting, or that cannot be had
  #loading = false;

  /**
   * @param {object} parts
   * @param {RoomLog} parts.log
   * @param {Timeline} parts.timeline
   * @param {Connection} parts.connection
   * @param {PageData.Room} parts.room
   * @param {AbortSignal} parts.signal  aborted when the room is closed
   */
  constructor({ log, timeline, connection, room, signal }) {
    this.log = log;
    this.timeline = timeline;
    this.requests = new HistoryRequests(connection, room.id, () => this.#load(), signal);
    timeline.onMissingQuote = (seq) => this.#add(seq);
    connection.on("online", () => this.#load(), signal);
  }

  /** @param {number} seq */
  #add(seq) {
    if (this.#known.has(seq)) return;
    this.#known.add(seq);
    this.#queue.push(seq);
    this.#load();
  }

  async #load() {
    if (this.#loading) return;
    this.#loading = true;
    for (let seq = this.#queue.shift(); seq !== undefined; seq = this.#queue.shift()) {
      const page = await this.requests.request({ before: seq + 1, limit: 1 });
      if (!page) {
        this.#queue.push(seq);
        break;
      }
      for (const event of page.events) this.log.take(event);
      if (this.log.message(seq)) this.#known.delete(seq); // when it is dropped, it can be asked for again
      this.timeline.draw();
    }
    this.#loading = false;
  }
}
