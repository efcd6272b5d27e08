// Which part of the log is on the page. It grows page by page as the reader comes near one of its ends, and is replaced
// by one around a message that a link leads to, or by the latest one.

import { isMessage } from "../log/kinds.js";
import { HistoryRequests } from "./history_requests.js";

/** @import { Connection } from "../connection/connection.js" */
/** @import { RoomLog } from "../log/room_log.js" */
/** @import { Subscription } from "../log/subscription.js" */
/** @import { Scroller } from "./scroller.js" */
/** @import { Timeline } from "./timeline.js" */

const PRELOAD = 900; // px beyond what is shown that should be there already
const PAGE = 50;

export class HistoryLoader {
  /** @type {(() => void) | null} */
  #whenConnected = null;

  /**
   * @param {object} parts
   * @param {RoomLog} parts.log
   * @param {Subscription} parts.subscription
   * @param {Timeline} parts.timeline
   * @param {Scroller} parts.scroller
   * @param {Connection} parts.connection
   * @param {AbortSignal} parts.signal  aborted when the room is closed
   */
  constructor({ log, subscription, timeline, scroller, connection, signal }) {
    this.log = log;
    this.subscription = subscription;
    this.timeline = timeline;
    this.scroller = scroller;
    this.connection = connection;
    this.requests = new HistoryRequests(connection, subscription.room, () => this.#resume(), signal);
    this.signal = signal;
    subscription.on("joined", () => this.#resume(), signal);
    addEventListener("resize", () => this.preload(), { signal });
    scroller.element.addEventListener("scroll", () => this.preload(), { passive: true });
  }

  /** Fetches pages while the reader is near an end beyond which there is more. */
  async preload() {
    while (!this.requests.busy && this.connection.online && !this.signal.aborted) {
      if (this.log.more && this.scroller.above <= PRELOAD) {
        if (!(await this.#loadOlder())) return;
        this.timeline.drawNow();
      } else if (!this.log.live && this.scroller.below <= PRELOAD) {
        if (!(await this.#loadNewer())) return;
        this.timeline.drawNow(true);
      } else return;
    }
  }

  /** Goes to the latest message; later, when there is no connection now. */
  async toLatest() {
    if (!this.log.live) {
      const page = await this.requests.request({});
      if (!page) {
        this.#whenConnected ??= () => this.toLatest();
        return;
      }
      this.#replace(page.events);
    }
    this.scroller.toEnd();
  }

  /**
   * Makes sure that the message at `seq` is on the page, with a screen of messages around it. Returns whether it is; null
   * when that cannot be known now, and then `again` is called when it can.
   *
   * @param {number} seq
   * @param {() => void} again
   * @returns {Promise<boolean | null>}
   */
  async loadAround(seq, again) {
    if (!this.timeline.find(seq)) {
      const page = await this.#pageWith(seq);
      if (!page) {
        this.#whenConnected = again;
        return null;
      }
      if (!page.events.some((event) => event.seq === seq && isMessage(event))) return false;
      this.#replace(page.events);
    }
    await this.#fillAround(seq);
    return this.timeline.find(seq) !== null;
  }

  /**
   * The seq of the first message beyond `seq` that `counts`; null where there is none, and when that cannot be known
   * now: then `again` is called when it can.
   *
   * @param {number} seq
   * @param {(message: Protocol.Message) => boolean} counts
   * @param {() => void} again
   */
  async findAfter(seq, counts, again) {
    const limit = this.#pageSize;
    for (let end = seq; end < this.subscription.head; end += limit) {
      const page = await this.requests.request({ before: end + limit + 1, limit });
      if (!page) this.#whenConnected = again;
      if (!page) return null;
      const found = page.events.find((event) => event.seq > seq && isMessage(event) && counts(event));
      if (found) return found.seq;
    }
    return null;
  }

  /**
   * Sees to it that a screen of messages is on both sides of one, so that it can be put anywhere on the screen.
   *
   * @param {number} seq
   */
  async #fillAround(seq) {
    for (let row = this.timeline.find(seq); row; row = this.timeline.find(seq)) {
      const { above, below } = this.scroller.extentAround(row);
      const screen = this.scroller.element.clientHeight;
      if (!this.log.live && below < screen) {
        if (!(await this.#loadNewer())) return;
      } else if (this.log.more && above < screen) {
        if (!(await this.#loadOlder())) return;
      } else return;
      this.timeline.drawNow(true);
    }
  }

  /**
   * The range may end near the reader without their scrolling; but they are first put where they belong.
   *
   * @param {Protocol.RoomEvent[]} events
   */
  #replace(events) {
    this.log.reset(events, this.#headAfter(events));
    this.timeline.drawNow();
    setTimeout(() => this.preload());
  }

  /**
   * The newest seq that is known of.
   *
   * @param {Protocol.RoomEvent[]} events
   */
  #headAfter(events) {
    return Math.max(this.subscription.head, events.at(-1)?.seq ?? 0);
  }

  /**
   * A page with `seq` in its middle; where very long messages follow it, the one that ends with it.
   *
   * @param {number} seq
   */
  async #pageWith(seq) {
    const limit = this.#pageSize;
    const page = await this.requests.request({ before: seq + Math.ceil(limit / 2), limit });
    const [first] = page?.events ?? [];
    const contains = page?.events.some((event) => event.seq === seq);
    if (!first || contains || first.seq < seq) return page;
    return this.requests.request({ before: seq + 1, limit });
  }

  get #pageSize() {
    return Math.min(PAGE, this.connection.welcome?.limits.page ?? PAGE);
  }

  /** False when there is no answer now. */
  async #loadOlder() {
    const { oldest } = this.log;
    if (oldest === null) return false;
    const page = await this.requests.request({ before: oldest, limit: this.#pageSize });
    if (!page || this.log.oldest !== oldest) return page !== null;
    this.log.takeOlder(page.events, page.more);
    return true;
  }

  /** A page of very long messages is cut at its older end: then fewer are asked for. */
  async #loadNewer() {
    const { newest } = this.log;
    if (newest === null) return false;
    for (let limit = this.#pageSize; limit >= 1; limit = Math.floor(limit / 2)) {
      const page = await this.requests.request({ before: newest + 1 + limit, limit });
      if (!page || this.log.newest !== newest) return page !== null;
      const events = page.events.filter((event) => event.seq > newest);
      const [first] = events;
      if (first && first.seq !== newest + 1) continue;
      this.log.takeNewer(events, this.#headAfter(events));
      return true;
    }
    return false;
  }

  /** Requests may succeed again. */
  #resume() {
    const action = this.#whenConnected;
    this.#whenConnected = null;
    action?.();
    this.preload();
  }
}
