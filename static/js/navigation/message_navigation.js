// Going to a message that a quote or the address of the page names. And back: each step is an entry of the browser's
// history that keeps where the reader was.

import { closest } from "../dom.js";
import { isShown } from "../log/kinds.js";
import { roomAddress } from "./links.js";

/** @import { HistoryLoader } from "../timeline/history_loader.js" */
/** @import { Scroller } from "../timeline/scroller.js" */
/** @import { Timeline } from "../timeline/timeline.js" */

/** @typedef {{ seq: number, end: number }} Position  a message, and how far below the upper edge it ends, px */
/** @typedef {{ shown: Position | null, focus: number | null }} Place  as an entry of the history keeps it */

const HIGHLIGHTED_FOR = 1600; // ms

/**
 * Brings a message into sight, and shows which one it is.
 *
 * @param {HTMLElement} message
 */
export function showMessage(message) {
  message.scrollIntoView({ block: "center" });
  message.focus({ preventScroll: true });
  message.dataset.highlighted = "";
  setTimeout(() => delete message.dataset.highlighted, HIGHLIGHTED_FOR);
}

export class MessageNavigation {
  /**
   * A message is in a thread.
   *
   * @param {number} _root
   * @param {number} _seq
   */
  onThread = (_root, _seq) => {};
  #leaving = false; // the page is being left, and the position is saved already
  #step = history.state?.step ?? 0; // of this entry of the history; panes are entries of the same step

  /**
   * @param {object} parts
   * @param {Timeline} parts.timeline
   * @param {Scroller} parts.scroller
   * @param {HistoryLoader} parts.historyLoader
   * @param {HTMLElement} parts.element
   * @param {PageData.Room} parts.room
   * @param {() => void} parts.onMissing
   * @param {AbortSignal} parts.signal  aborted when the room is closed
   */
  constructor({ timeline, scroller, historyLoader, element, room, onMissing, signal }) {
    this.timeline = timeline;
    this.scroller = scroller;
    this.historyLoader = historyLoader;
    this.room = room;
    this.onMissing = onMissing;
    this.signal = signal;
    element.addEventListener("click", (event) => this.#click(event));
    addEventListener("popstate", (event) => this.#onPopState(event.state), { signal });
    addEventListener("pageshow", () => (this.#leaving = false), { signal });
    document.addEventListener("visibilitychange", () => this.#leaving || this.savePosition(), { signal });
  }

  /** Of the browser's history, the number of the entry that shows. */
  get step() {
    return this.#step;
  }

  /** Is this room at the page's address? Not while another one is being opened by Back or Forward. */
  get #isHere() {
    return roomAddress(location)?.path === this.room.url || !roomAddress(location);
  }

  /**
   * Goes to where this entry of the history was left, or to the message that the address names. Is there one?
   *
   * @param {number | null} at  from the address, as the server read it
   */
  open(at) {
    const shown = history.state?.shown;
    const named = /^#m(\d+)$/.exec(location.hash);
    const seq = named ? Number(named[1]) : at;
    if (shown) this.#restore(shown);
    else if (seq) this.goTo(seq);
    return Boolean(shown || seq);
  }

  /**
   * Goes to a message, and says so where it cannot be shown.
   *
   * @param {number} seq
   */
  async goTo(seq) {
    if (this.#openThreadOf(seq)) return;
    const found = await this.historyLoader.loadAround(seq, () => this.goTo(seq));
    if (found === null || this.signal.aborted || this.#openThreadOf(seq)) return;
    const message = this.timeline.find(seq);
    if (!message || message.matches(".message--deleted")) this.onMissing();
    if (message) showMessage(message);
  }

  /**
   * What the room does not show stands in a thread: then that is opened.
   *
   * @param {number} seq
   */
  #openThreadOf(seq) {
    const message = this.historyLoader.log.message(seq);
    if (!message?.thread || isShown(message)) return false;
    this.onThread(message.thread, seq);
    return true;
  }

  /** The page is being left. */
  leave() {
    this.savePosition();
    this.#leaving = true;
  }

  /** Keeps in the history where the reader is. */
  savePosition() {
    if (this.#isHere) history.replaceState({ ...history.state, ...this.place() }, "");
  }

  /**
   * Where the reader is: null at the latest message; and which message has the focus.
   *
   * @returns {Place}
   */
  place() {
    const row = this.scroller.atLatest ? null : this.scroller.firstVisible();
    const seq = Number(row?.dataset.seq) || null;
    const shown = row && seq ? { seq, end: Math.round(this.scroller.endOf(row)) } : null;
    const focused = closest(document.activeElement, ".message[data-seq]", HTMLElement);
    return { shown, focus: Number(focused?.dataset.seq) || null };
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const link = closest(event.target, "[data-message-link]", HTMLAnchorElement);
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.follow(Number(link.dataset.messageLink));
  }

  /**
   * Goes to a message that a link names.
   *
   * @param {number} seq
   */
  follow(seq) {
    this.savePosition();
    this.#step += 1;
    history.pushState({ step: this.#step }, "", `#m${seq}`);
    this.goTo(seq);
  }

  /** @param {{ step?: number } | null} state */
  #onPopState(state) {
    if (!this.#isHere || (state && (state.step ?? 0) === this.#step)) return;
    this.#step = state?.step ?? this.#step;
    if (!this.open(null) && state) this.historyLoader.toLatest();
  }

  /** @param {Position} position */
  async #restore(position) {
    const found = await this.historyLoader.loadAround(position.seq, () => this.#restore(position));
    const row = found ? this.timeline.find(position.seq) : null;
    if (row) this.scroller.scrollEndTo(row, position.end);
    this.restoreFocus();
  }

  /** Gives the focus back to the message that had it when this entry of the history was left. Is it here? */
  restoreFocus() {
    const seq = history.state?.focus;
    const message = seq ? this.timeline.find(seq) : null;
    message?.focus({ preventScroll: true });
    return message !== null;
  }
}
