// What has been read: the messages whose end was on the screen while the page was looked at. The marker on the server
// goes up to the first one that was not, unless it was set back by hand.

import { isMessage } from "../log/kinds.js";
import { ReadMarker } from "./read_marker.js";
import { UnreadCount } from "./unread_count.js";
import { UnreadMessages } from "./unread_messages.js";
import { UnreadPills } from "./unread_pills.js";

/** @import { Connection } from "../connection/connection.js" */
/** @import { RoomLog } from "../log/room_log.js" */
/** @import { Subscription } from "../log/subscription.js" */
/** @import { HistoryLoader } from "../timeline/history_loader.js" */
/** @import { Scroller } from "../timeline/scroller.js" */
/** @import { Timeline } from "../timeline/timeline.js" */

const ACTS = ["keydown", "pointerdown", "wheel"]; // after which a marker that was set back elsewhere moves again
const MARGIN = 16; // px above the divider when the page goes to it

export class ReadTracker {
  #started = false;
  #below = new UnreadCount(); // those of the unread ones that are below what is shown
  /**
   * @param {number} _all
   * @param {number} _forMe
   */
  onUnread = (_all, _forMe) => {};

  /**
   * @param {object} parts
   * @param {Subscription} parts.subscription
   * @param {RoomLog} parts.log
   * @param {Timeline} parts.timeline
   * @param {Scroller} parts.scroller
   * @param {HistoryLoader} parts.historyLoader
   * @param {Connection} parts.connection
   * @param {Protocol.User} parts.me
   * @param {PageData.Room} parts.room
   * @param {{ top: HTMLElement, bottom: HTMLElement }} parts.pills
   * @param {AbortSignal} parts.signal  aborted when the room is closed
   */
  constructor({ subscription, log, timeline, scroller, historyLoader, connection, me, room, pills, signal }) {
    this.subscription = subscription;
    this.log = log;
    this.timeline = timeline;
    this.scroller = scroller;
    this.historyLoader = historyLoader;
    this.connection = connection;
    this.marker = new ReadMarker(connection, { room: room.id, read: room.read }, signal);
    this.messages = new UnreadMessages({ log, me, room });
    this.unread = new UnreadCount(room.unread, room.forMe);
    if (room.firstUnread) timeline.unreadAfter = this.messages.readUpTo;
    this.pills = new UnreadPills({
      ...pills,
      onFirstUnread: () => this.toFirstUnread(),
      onMarkAsRead: () => this.markAllAsRead(),
      onLatest: () => historyLoader.toLatest(),
    });
    this.signal = signal;
    this.#listen(room.id);
  }

  /** @param {string} room */
  #listen(room) {
    const { signal } = this;
    this.connection.on("read", (frame) => frame.room === room && this.#markerIs(frame.seq), signal);
    this.connection.on("counts", (frame) => frame.room === room && this.#takeCounts(frame), signal);
    const act = () => this.marker.held === "elsewhere" && this.release();
    for (const sign of ACTS) document.addEventListener(sign, act, { signal, passive: true, capture: true });
    this.subscription.on("joined", (frame) => this.#joined(frame), signal);
    this.timeline.onDrawn = () => this.update();
    this.scroller.element.addEventListener("scroll", () => this.update(), { passive: true });
    document.addEventListener("visibilitychange", () => this.update(), { signal });
    addEventListener("focus", () => this.update(), { signal });
  }

  /** @param {Protocol.Joined} frame */
  #joined(frame) {
    this.#markerIs(frame.read);
    this.update();
  }

  /** Is the page being looked at? */
  get #attended() {
    return document.visibilityState === "visible" && document.hasFocus();
  }

  /** What was missed comes in page by page, too fast to be seen. */
  get #catchingUp() {
    return this.connection.online && !this.subscription.following;
  }

  /**
   * Events came in. Where all was read, what comes in unseen begins with a divider.
   *
   * @param {Protocol.RoomEvent[]} events
   */
  received(events) {
    const messages = events.filter(isMessage);
    const others = messages.filter((message) => this.messages.counts(message));
    const [first] = others;
    if (!first) return;
    const unseen = !this.#attended || this.#catchingUp;
    if (unseen && !this.unread.all) this.timeline.unreadAfter = first.seq - 1;
    const forMe = this.messages.countForMe(others);
    this.unread.add(others.length, forMe);
    this.#below.add(others.length, forMe);
  }

  /** Goes to the first unread message, and puts the divider above it. */
  async toFirstUnread() {
    this.marker.held = null;
    const first = await this.#seekFirstUnread();
    if (first === null || !(await this.historyLoader.loadAround(first, () => this.toFirstUnread()))) return;
    this.timeline.unreadAfter = first - 1;
    this.timeline.drawNow();
    const row = this.timeline.find(first);
    if (!row) return;
    const before = row.previousElementSibling;
    const top = before instanceof HTMLElement && before.matches(".unread-divider") ? before : row;
    this.#below.set(this.unread.all, this.unread.forMe);
    this.scroller.scrollTo(top, top.offsetHeight + MARGIN);
    this.update();
  }

  /** The first unread message: of those held, or of those that the server has. */
  async #seekFirstUnread() {
    if (this.messages.continues) return this.messages.first?.seq ?? null;
    const counts = (/** @type {Protocol.Message} */ message) => this.messages.counts(message);
    return this.historyLoader.findAfter(this.messages.readUpTo, counts, () => this.toFirstUnread());
  }

  /** All of it is read, because the user says so. */
  markAllAsRead() {
    this.marker.held = null;
    this.messages.advanceTo(this.subscription.head);
    this.update();
  }

  /**
   * A message and all after it are unread again, because the user says so. False where that cannot be sent.
   *
   * @param {number} seq
   */
  markAsUnread(seq) {
    if (!this.marker.moveBackTo(seq - 1)) return false;
    this.#goBackTo(seq - 1);
    return true;
  }

  /** What is on the screen is read again, though the marker was set back. */
  release() {
    this.marker.held = null;
    this.update();
  }

  /** From now on what is on the screen counts as seen: before, the page may still go to where it opens. */
  start() {
    this.#started = true;
    this.update();
  }

  /** Takes in what is on the screen. */
  update() {
    if (!this.#started || this.signal.aborted) return;
    if (this.#attended && !this.#catchingUp && !this.marker.held) {
      for (const row of this.scroller.withVisibleEnd()) this.#markSeen(Number(row.dataset.seq));
      this.#advance();
    }
    if (this.scroller.atLatest) this.#below.set(0, 0);
    this.#recount();
    this.onUnread(this.unread.all, this.unread.forMe);
    this.#drawPills();
    if (this.#attended) this.marker.moveTo(this.messages.readUpTo);
  }

  /** @param {number} seq */
  #markSeen(seq) {
    const message = this.messages.markSeen(seq);
    if (!message) return;
    const forMe = this.messages.countForMe([message]);
    this.unread.add(-1, -forMe);
    this.#below.add(-1, -forMe);
  }

  #advance() {
    if (!this.messages.continues) return;
    const { first } = this.messages;
    this.messages.advanceTo(first ? first.seq - 1 : (this.log.newest ?? this.subscription.head));
  }

  /** Counts again where all that may be unread is held. */
  #recount() {
    const { messages } = this;
    if (messages.readUpTo >= this.subscription.head) this.unread.set(0, 0);
    else if (messages.continues && this.log.live) {
      const { held } = messages;
      this.unread.set(held.length, messages.countForMe(held));
    }
    this.#below.limitTo(this.unread);
  }

  /** @param {Protocol.CountsFrame} frame */
  #takeCounts({ read, unread, for_me: forMe }) {
    if (!this.messages.continues) this.unread.set(unread, forMe);
    this.#markerIs(read);
  }

  /** @param {number} seq  as the server says */
  #markerIs(seq) {
    if (this.marker.received(seq)) return this.#goBackTo(seq);
    if (seq <= this.messages.readUpTo) return;
    this.marker.held = null;
    this.messages.advanceTo(seq);
    this.update();
  }

  /** @param {number} seq */
  #goBackTo(seq) {
    this.messages.goBackTo(seq);
    this.timeline.unreadAfter = seq;
    this.timeline.draw();
  }

  #drawPills() {
    const above = this.unread.all - this.#below.all;
    const { first } = this.messages;
    if (above <= 0 || this.#isAhead(first)) this.pills.hideTop();
    else this.pills.showTop(above, first ? new Date(first.at) : this.timeline.unreadAt);
    if (this.scroller.atLatest) this.pills.hideBottom();
    else this.pills.showBottom(this.#below);
  }

  /**
   * Is the first unread message in sight, or below what is shown?
   *
   * @param {Protocol.Message | null} first
   */
  #isAhead(first) {
    const row = first && this.timeline.find(first.seq);
    return row !== null && this.scroller.topOf(row) >= 0;
  }
}
