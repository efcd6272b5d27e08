// Where the reader is. The scroller runs from its end (column-reverse), so that 0 is the end and what is above it
// negative. The end is the latest message while the log is live; otherwise newer messages follow.

import { findAll } from "../dom.js";

/** @import { RoomLog } from "../log/room_log.js" */

const NEAR = 48; // px

export class Scroller {
  /**
   * @param {HTMLElement} element
   * @param {RoomLog} log
   */
  constructor(element, log) {
    this.element = element;
    this.log = log;
  }

  /** Is the latest message in sight? */
  get atLatest() {
    return this.log.live && this.below <= NEAR;
  }

  /** How much is above what is shown, px. */
  get above() {
    const { scrollHeight, clientHeight, scrollTop } = this.element;
    return scrollHeight - clientHeight + scrollTop;
  }

  /** How much is below it, px. */
  get below() {
    return -this.element.scrollTop;
  }

  toEnd() {
    this.element.scrollTop = 0;
  }

  /**
   * Scrolls so that `row` stands `top` px below the upper edge.
   *
   * @param {HTMLElement} row
   * @param {number} top
   */
  scrollTo(row, top) {
    this.element.scrollTop += row.getBoundingClientRect().top - this.#edge - top;
  }

  /**
   * Scrolls so that `row` ends `end` px below the upper edge.
   *
   * @param {HTMLElement} row
   * @param {number} end
   */
  scrollEndTo(row, end) {
    this.element.scrollTop += this.endOf(row) - end;
  }

  /**
   * Runs `change` and keeps what the reader looks at where it is. A reader at the latest message stays there, but not
   * where the change is that the end of the range became the latest message (`extended`).
   *
   * @param {() => void} change
   * @param {boolean} extended
   */
  preserve(change, extended) {
    if (this.atLatest && !extended) {
      change();
      return this.toEnd();
    }
    const anchor = this.firstVisible();
    if (!anchor) return change();
    const end = this.endOf(anchor);
    change();
    const same = anchor.isConnected ? anchor : document.getElementById(anchor.id); // it may have been replaced
    if (same) this.scrollEndTo(same, end);
  }

  /** The first message that is (at least in part) in sight, or null. */
  firstVisible() {
    const edge = this.#edge;
    return this.#messages().find((row) => row.getBoundingClientRect().bottom > edge) ?? null;
  }

  /**
   * How much of the page is above a row, and from it on, px.
   *
   * @param {HTMLElement} row
   */
  extentAround(row) {
    const page = row.parentElement?.getBoundingClientRect();
    const { top } = row.getBoundingClientRect();
    return page ? { above: top - page.top, below: page.bottom - top } : { above: 0, below: 0 };
  }

  /**
   * How far below the upper edge a row stands, px.
   *
   * @param {HTMLElement} row
   */
  topOf(row) {
    return row.getBoundingClientRect().top - this.#edge;
  }

  /**
   * How far below the upper edge a row ends, px. Above its end a message's header may come or go.
   *
   * @param {HTMLElement} row
   */
  endOf(row) {
    return row.getBoundingClientRect().bottom - this.#edge;
  }

  /** The messages whose end is in sight. */
  withVisibleEnd() {
    const { top, bottom } = this.element.getBoundingClientRect();
    return this.#messages().filter((row) => {
      const end = row.getBoundingClientRect().bottom;
      return end > top && end <= bottom + 1;
    });
  }

  get #edge() {
    return this.element.getBoundingClientRect().top;
  }

  #messages() {
    return findAll(this.element, ".message", HTMLElement);
  }
}
