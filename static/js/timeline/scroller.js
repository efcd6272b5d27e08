// Where the reader stands. The scroller runs from its end (column-reverse), so that 0 is now and the past negative.

const NEAR = 48; // px

export class Scroller {
  constructor(element) {
    this.element = element;
  }

  /** Is the newest line in sight? */
  get atNow() {
    return -this.element.scrollTop <= NEAR;
  }

  /** How much of the past lies above what is shown, px. */
  get above() {
    const { scrollHeight, clientHeight, scrollTop } = this.element;
    return scrollHeight - clientHeight + scrollTop;
  }

  toNow() {
    this.element.scrollTop = 0;
  }

  /** Runs `change` and keeps what the reader looks at where it is; who looks at now stays at now. */
  keeping(change) {
    if (this.atNow) {
      change();
      return this.toNow();
    }
    const anchor = this.#inSight();
    const before = anchor?.getBoundingClientRect().top;
    change();
    if (anchor?.isConnected) this.element.scrollTop += anchor.getBoundingClientRect().top - before;
  }

  /** The first message that is (at least in part) in sight. */
  #inSight() {
    const top = this.element.getBoundingClientRect().top;
    for (const row of this.element.querySelectorAll(".message")) {
      if (row.getBoundingClientRect().bottom > top) return row;
    }
    return null;
  }
}
