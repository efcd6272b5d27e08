// The past: fetched page by page as the reader comes near the top, or to find a message that somebody points at.

import { uuid } from "../uuid.js";

const AHEAD = 900; // px above what is shown that should be there already
const PAGE = 50;
const DEEPEST = 40; // pages, when looking for one message

export class Older {
  #asked = null; // {id, settle, answered}

  constructor({ log, timeline, scroller, connection, room }) {
    Object.assign(this, { log, timeline, scroller, connection, room });
    connection.on("history", (frame) => frame.id === this.#asked?.id && this.#take(frame));
    connection.on("error", (frame) => frame.id === this.#asked?.id && this.#refused(frame));
    connection.on("offline", () => this.#settle(false));
    connection.on("online", () => this.look());
    scroller.element.addEventListener("scroll", () => this.look(), { passive: true });
  }

  /** Fetches a page when the reader is near the top of what is held. */
  async look() {
    if (this.#asked || this.scroller.above > AHEAD || !(await this.fetch())) return;
    this.timeline.drawNow();
    this.look();
  }

  /** Fetches one page, or waits for the one on its way; false when there is none to be had now. */
  async fetch() {
    if (this.#asked) return this.#asked.answered;
    if (!this.log.more || !this.connection.online) return false;
    return this.#ask({ before: this.log.oldest, limit: PAGE });
  }

  /** Fetches the past down to a message; tells whether it is held now. */
  async reach(seq) {
    for (let pages = 0; pages < DEEPEST && this.log.oldest > seq; pages += 1) {
      if (!(await this.fetch())) break;
    }
    this.timeline.drawNow();
    return this.timeline.find(seq) !== null;
  }

  #ask(wanted) {
    const id = uuid();
    const answered = new Promise((settle) => (this.#asked = { id, settle }));
    this.#asked.answered = answered;
    this.connection.send({ type: "history", room: this.room.id, id, ...wanted });
    return answered;
  }

  #take(frame) {
    this.log.takePage(frame.events);
    if (!frame.more) this.log.reach(1);
    this.#settle(true);
  }

  #refused(frame) {
    this.#settle(false);
    if (frame.retry_after) setTimeout(() => this.look(), frame.retry_after * 1000);
  }

  #settle(found) {
    this.#asked?.settle(found);
    this.#asked = null;
  }
}
