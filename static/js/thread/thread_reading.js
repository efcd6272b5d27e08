// What of a thread has been read: up to the newest reply whose end was on the screen while the page was looked at.

import { isMessage } from "../log/kinds.js";
import { ReadMarker } from "../unread/read_marker.js";

/** @import { Connection } from "../connection/connection.js" */
/** @import { Scroller } from "../timeline/scroller.js" */
/** @import { Timeline } from "../timeline/timeline.js" */

export class ThreadReading {
  following = false; // others have no marker
  #started = false;

  /**
   * @param {object} parts
   * @param {Connection} parts.connection
   * @param {PageData.Room} parts.room
   * @param {number} parts.root
   * @param {Timeline} parts.timeline
   * @param {Scroller} parts.scroller
   * @param {Protocol.User} parts.me
   * @param {Protocol.Thread | null} parts.counts  what is unread, where it is followed
   * @param {AbortSignal} parts.signal  aborted when the thread is closed
   */
  constructor({ connection, room, root, timeline, scroller, me, counts, signal }) {
    this.root = root;
    this.me = me;
    this.timeline = timeline;
    this.scroller = scroller;
    this.marker = new ReadMarker(
      connection,
      { room: room.id, thread: root, read: counts?.read ?? 0 },
      signal,
    );
    if (counts?.unread) timeline.unreadAfter = counts.read;
    timeline.onDrawn = () => this.update();
    scroller.element.addEventListener("scroll", () => this.update(), { passive: true });
    document.addEventListener("visibilitychange", () => this.update(), { signal });
    addEventListener("focus", () => this.update(), { signal });
  }

  /** From now on what is on the screen counts as read. */
  start() {
    this.#started = true;
    this.update();
  }

  /**
   * Events came in. What comes in unseen begins with a divider.
   *
   * @param {Protocol.RoomEvent[]} events
   */
  received(events) {
    const isNew = (/** @type {Protocol.RoomEvent} */ event) =>
      isMessage(event) && event.thread === this.root && event.author.id !== this.me.id;
    const first = events.find(isNew);
    if (first && !this.#attended && this.marker.stored >= first.seq - 1) {
      this.timeline.unreadAfter = first.seq - 1;
    }
  }

  update() {
    if (!this.#started || !this.following || !this.#attended) return;
    const seen = this.scroller.withVisibleEnd().map(({ dataset }) => Number(dataset.seq ?? 0));
    const newest = Math.max(0, ...seen.filter((seq) => seq > this.root));
    if (newest) this.marker.moveTo(newest);
  }

  get #attended() {
    return document.visibilityState === "visible" && document.hasFocus();
  }
}
