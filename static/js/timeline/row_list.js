// The rows that are on the page: brought to another list of rows by as few changes of the document as possible.

/** @import { RowElements } from "./row_element.js" */
/** @import { Row } from "./rows.js" */

const QUIET_FOR = 300; // ms that a redrawing is kept from being read aloud

export class RowList {
  /** @type {Map<string, { element: HTMLElement, signature: string }>} */
  #drawn = new Map(); // by the key of the row
  /** @type {number | undefined} */
  #quietTimer;

  /**
   * @param {HTMLElement} container
   * @param {RowElements} elements
   */
  constructor(container, elements) {
    this.container = container;
    this.elements = elements;
    container.replaceChildren();
  }

  /** @param {Row[]} rows */
  update(rows) {
    if (!this.#isAppending(rows)) this.#silence();
    this.#removeOthers(new Set(rows.map((row) => row.key)));
    let next = this.container.firstElementChild;
    for (const row of rows) {
      const inPlace = next !== null && this.#drawn.get(row.key)?.element === next;
      const element = this.#draw(row);
      if (inPlace) next = element.nextElementSibling;
      else this.container.insertBefore(element, next);
    }
  }

  /** @param {Set<string>} keys */
  #removeOthers(keys) {
    for (const [key, { element }] of this.#drawn) {
      if (keys.has(key)) continue;
      element.remove();
      this.#drawn.delete(key);
    }
  }

  /**
   * @param {Row} row
   * @returns {HTMLElement}
   */
  #draw(row) {
    const signature = this.elements.signature(row);
    const drawn = this.#drawn.get(row.key);
    if (drawn?.signature === signature) return drawn.element;
    const element = this.elements.create(row);
    if (drawn) replace(drawn.element, element);
    this.#drawn.set(row.key, { element, signature });
    return element;
  }

  /**
   * Only new rows at the end, or a pending one that became a message: the rest is not to be read aloud.
   *
   * @param {Row[]} rows
   */
  #isAppending(rows) {
    const last = rows.findLastIndex((row) => this.#drawn.has(row.key));
    /** @param {Row} row */
    const isSame = (row) => this.elements.signature(row) === this.#drawn.get(row.key)?.signature;
    return last >= 0 && rows.slice(0, last + 1).every(isSame);
  }

  #silence() {
    this.container.setAttribute("aria-live", "off");
    clearTimeout(this.#quietTimer);
    this.#quietTimer = window.setTimeout(() => this.container.setAttribute("aria-live", "polite"), QUIET_FOR);
  }
}

/**
 * Replaces an element, and keeps the focus where it was.
 *
 * @param {HTMLElement} before
 * @param {HTMLElement} after
 */
function replace(before, after) {
  const focused = before.contains(document.activeElement);
  before.replaceWith(after);
  if (focused) after.focus({ preventScroll: true });
}
