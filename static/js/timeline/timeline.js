// The messages on the page, kept in step with the log and the outbox.

import { isShown } from "../log/kinds.js";
import { quoteOf } from "../message/quote.js";
import { whenLate } from "../message/send_state.js";
import { RowElements } from "./row_element.js";
import { RowList } from "./row_list.js";
import { rowsOf } from "./rows.js";

/** @import { Connection } from "../connection/connection.js" */
/** @import { Uploads } from "../files/uploads.js" */
/** @import { RoomLog } from "../log/room_log.js" */
/** @import { Quote } from "../message/quote.js" */
/** @import { Entry } from "../outbox/entry.js" */
/** @import { Outbox } from "../outbox/outbox.js" */
/** @import { PendingPost } from "./post_rows.js" */
/** @import { PendingChanges, Row } from "./rows.js" */
/** @import { Scroller } from "./scroller.js" */

const MOST = 500; // rows on the page
const KEPT = 200; // rows that stay on each side of the reader when there are more
const HIDDEN_INTERVAL = 250; // ms: tabs that are not seen have no animation frames

export class Timeline {
  /** @type {number | null} */
  unreadAfter = null; // the seq above which messages are new
  /** @type {Date | null} */
  unreadAt = null; // when the first of them was posted, once it was on the page
  /**
   * A quoted message is not held.
   *
   * @param {number} _seq
   */
  onMissingQuote = (_seq) => {};
  onDrawn = () => {};
  /**
   * How many replies of a thread are unread.
   *
   * @param {number} _root
   */
  unreadIn = (_root) => 0;
  #scheduled = false;
  /** @type {Entry[]} */
  #entries = []; // what the outbox holds for this room

  /**
   * @param {object} parts
   * @param {RoomLog} parts.log
   * @param {Outbox} parts.outbox
   * @param {Uploads} parts.uploads
   * @param {Connection} parts.connection
   * @param {Scroller} parts.scroller
   * @param {Protocol.User} parts.me
   * @param {PageData.Room} parts.room
   * @param {HTMLElement} parts.element
   * @param {HTMLElement | null} parts.intro  what stands above a room's first message
   * @param {number} [parts.thread]  the first message of the thread that is shown; without it the room's messages are
   * @param {AbortSignal} parts.signal  aborted when the room is closed
   */
  constructor({ log, outbox, uploads, connection, scroller, me, room, element, intro, signal, thread }) {
    this.log = log;
    this.outbox = outbox;
    this.connection = connection;
    this.scroller = scroller;
    this.me = me;
    this.room = room;
    this.element = element;
    this.signal = signal;
    this.thread = thread ?? null;
    this.prefix = thread === undefined ? "" : "thread-"; // of ids: a message may stand in its room and in a thread
    const elements = new RowElements({
      me,
      room,
      intro,
      uploads,
      isOnline: () => connection.online,
      changesOf: (seq) => this.#changesOf(seq),
      unreadIn: (root) => this.unreadIn(root),
    });
    this.list = new RowList(element, elements);
    outbox.on("change", (entry) => this.#outboxChanged(entry), signal);
    connection.on("state", () => this.draw(), signal);
  }

  /** Draws before the next frame of the screen. */
  draw() {
    if (this.#scheduled) return;
    this.#scheduled = true;
    const drawOnce = () => this.#scheduled && this.drawNow();
    requestAnimationFrame(drawOnce);
    setTimeout(drawOnce, HIDDEN_INTERVAL);
  }

  /** @param {boolean} [extended]  the range has just been extended at its newer end, where the reader may be */
  drawNow(extended = false) {
    this.#scheduled = false;
    if (this.signal.aborted) return;
    const rows = this.#trim(this.#rows());
    this.scroller.preserve(() => this.list.update(rows), extended);
    this.onDrawn();
  }

  /**
   * The element of a message, if it is on the page.
   *
   * @param {number} seq
   */
  find(seq) {
    const found = this.element.querySelector(`#${this.prefix}m${seq}`);
    return found instanceof HTMLElement ? found : null;
  }

  #rows() {
    this.#entries = this.outbox.of(this.room.id);
    const rows = rowsOf({
      thread: this.thread,
      prefix: this.prefix,
      messages: this.log.messages(),
      lines: this.log.lines(),
      pending: this.#showsPending ? this.#pendingPosts : [],
      unreadAfter: this.unreadAfter,
      me: this.me,
      complete: this.thread === null && !this.log.more,
      separateDeleted: this.room.moderates,
      quote: (seq) => this.#quote(seq),
      remover: (seq) => this.log.remover(seq),
    });
    this.unreadAt = rows.find((row) => row.kind === "unread")?.at ?? this.unreadAt;
    return rows;
  }

  get #pendingPosts() {
    const isHere = (/** @type {PendingPost} */ { frame }) =>
      this.thread === null ? isShown(frame) : frame.thread === this.thread;
    return this.#entries.filter(isPost).filter(isHere);
  }

  /**
   * @param {number} seq
   * @returns {Quote | null}
   */
  #quote(seq) {
    const message = this.log.message(seq);
    if (message) return quoteOf(message);
    this.onMissingQuote(seq);
    return null;
  }

  /** Pending messages come after the newest one. Offline that cannot be had, and hiding what was written is worse. */
  get #showsPending() {
    return this.log.live || !this.connection.online;
  }

  /**
   * Of too many rows those near the reader; what is far away, above and below, can be fetched again.
   *
   * @param {Row[]} rows
   */
  #trim(rows) {
    if (rows.length <= MOST) return rows;
    const key = this.scroller.atLatest ? rows.at(-1)?.key : this.scroller.firstVisible()?.id;
    const at = Math.max(
      0,
      rows.findIndex((row) => row.key === key),
    );
    const first = seqsOf(rows.slice(Math.max(0, at - KEPT)))[0];
    const last = seqsOf(rows.slice(0, at + KEPT + 1)).at(-1);
    if (at > KEPT && first) this.log.dropBelow(first);
    if (at + KEPT < rows.length - 1 && last) this.log.dropAbove(last);
    return this.#rows();
  }

  /**
   * @param {number} seq
   * @returns {PendingChanges}
   */
  #changesOf(seq) {
    /** @type {PendingChanges} */
    const changes = { reactions: [], entry: null };
    for (const entry of this.#entries) {
      const { frame, state } = entry;
      if (frame.type === "post" || frame.seq !== seq) continue;
      if (frame.type !== "react") changes.entry = entry;
      else if (state !== "failed") changes.reactions.push(frame);
    }
    return changes;
  }

  /** @param {Entry | null} entry  null: any */
  #outboxChanged(entry) {
    if (entry && entry.frame.room !== this.room.id) return;
    this.draw();
    whenLate(() => this.draw());
  }
}

/** @param {Row[]} rows */
const seqsOf = (rows) => rows.flatMap((row) => (row.kind === "message" ? row.covers : []));

/**
 * @param {Entry} entry
 * @returns {entry is PendingPost}
 */
const isPost = (entry) => entry.frame.type === "post";
