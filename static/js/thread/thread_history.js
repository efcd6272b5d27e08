// Pages of a thread: the newest when it is opened and after a gap, older ones as the reader comes near the top.

import { HistoryRequests } from "../timeline/history_requests.js";

/** @import { Connection } from "../connection/connection.js" */
/** @import { Subscription } from "../log/subscription.js" */
/** @import { Scroller } from "../timeline/scroller.js" */
/** @import { Timeline } from "../timeline/timeline.js" */
/** @import { ThreadLog } from "./thread_log.js" */

const PRELOAD = 600; // px above what is shown that should be there already
const PAGE = 50;

export class ThreadHistory {
  /** @param {PageData.ThreadPage} _page  the newest one */
  onPage = (_page) => {};
  onMissing = () => {}; // there is no such thread
  /** @type {((loaded: boolean) => void)[]} */
  #waiting = []; // for the newest page

  /**
   * @param {object} parts
   * @param {ThreadLog} parts.log
   * @param {Subscription} parts.subscription  of the room
   * @param {Timeline} parts.timeline
   * @param {Scroller} parts.scroller
   * @param {Connection} parts.connection
   * @param {AbortSignal} parts.signal  aborted when the thread is closed
   */
  constructor({ log, subscription, timeline, scroller, connection, signal }) {
    this.log = log;
    this.subscription = subscription;
    this.timeline = timeline;
    this.scroller = scroller;
    this.connection = connection;
    this.signal = signal;
    this.requests = new HistoryRequests(connection, subscription.room, () => this.#resume(), signal);
    this.requests.onNotFound = () => this.onMissing();
    subscription.on("joined", () => this.#resume(), signal);
    subscription.on("reset", () => this.log.clear(), signal); // a join follows
    scroller.element.addEventListener("scroll", () => this.preload(), { passive: true });
  }

  /** Fetches the newest page, once the room is followed: what comes after the page arrives by itself. */
  async load() {
    if (this.log.loaded || this.requests.busy || !this.subscription.following) return;
    const page = await this.#request({});
    if (!page || this.signal.aborted) return;
    this.log.takePage(page);
    this.onPage(page);
    this.timeline.drawNow();
    for (const resolve of this.#waiting.splice(0)) resolve(true);
    this.preload();
  }

  /** Fetches older pages while the reader is near the top. */
  async preload() {
    while (!this.requests.busy && this.log.loaded && this.log.more && this.scroller.above <= PRELOAD) {
      if (!(await this.#loadOlder())) return;
      this.timeline.drawNow(true);
    }
  }

  /**
   * Makes sure that the replies from `seq` on are held.
   *
   * @param {number} seq
   */
  async loadTo(seq) {
    if (!this.log.loaded) {
      await new Promise((/** @type {(loaded: boolean) => void} */ done) => this.#waiting.push(done));
    }
    while (this.log.more && (this.log.oldest ?? 0) > seq) if (!(await this.#loadOlder())) return;
    this.timeline.drawNow();
  }

  /** False when there is no answer now. */
  async #loadOlder() {
    const { oldest } = this.log;
    if (oldest === null || this.signal.aborted) return false;
    const page = await this.#request({ before: oldest });
    if (!page || this.log.oldest !== oldest) return false;
    this.log.takePage(page);
    return true;
  }

  /**
   * @param {{ before?: number }} range
   * @returns {Promise<PageData.ThreadPage | null>}
   */
  async #request(range) {
    const limit = Math.min(PAGE, this.connection.welcome?.limits.page ?? PAGE);
    const page = await this.requests.request({ thread: this.log.root, limit, ...range });
    if (!page) return null;
    const { root = null, events, more, following = false } = page;
    return { root, events, more, following };
  }

  /** Requests may succeed again. */
  #resume() {
    if (this.log.loaded) this.preload();
    else this.load();
  }
}
