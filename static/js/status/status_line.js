// The line above the composer that says what happens.

import { h, icon } from "../dom.js";

/**
 * `aside` may change every second, so it is not read aloud, and changing it leaves the line alone.
 *
 * @typedef {object} Line
 * @property {string} icon
 * @property {string} title
 * @property {string} [text]
 * @property {"good" | "bad"} [kind]
 * @property {HTMLElement} [button]
 * @property {string} [aside]
 */

export class StatusLine {
  /** @type {number | undefined} */
  #timer;
  /** @type {Line | null} */
  #permanent = null;

  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
  }

  /** Is there a line that stays? */
  get isPermanent() {
    return this.#permanent !== null;
  }

  get #current() {
    const line = this.element.querySelector("[data-status-line]");
    return line instanceof HTMLElement ? line : null;
  }

  /** @param {Line} line */
  show(line) {
    clearTimeout(this.#timer);
    const text = line.title + (line.text ?? "");
    const current = this.#current;
    const aside = current?.querySelector("[data-countdown]");
    if (aside && current?.dataset.statusLine === text) aside.textContent = line.aside ?? "";
    else if (current) current.replaceWith(lineElement(line, text));
    else this.element.append(lineElement(line, text));
  }

  /**
   * Shows a line, and removes it after a while.
   *
   * @param {Line} line
   * @param {number} duration  ms
   */
  showFor(line, duration) {
    this.show(line);
    this.after(duration, () => this.clear());
  }

  /**
   * Shows a line that stays, and comes back after others.
   *
   * @param {Line} line
   */
  showPermanently(line) {
    this.#permanent = line;
    this.show(line);
  }

  clear() {
    clearTimeout(this.#timer);
    if (this.#permanent) this.show(this.#permanent);
    else this.#current?.remove();
  }

  /** Removes every line, one that stays too. */
  clearAll() {
    this.#permanent = null;
    this.clear();
  }

  /**
   * Replaces what was planned before.
   *
   * @param {number} wait  ms
   * @param {() => void} action
   */
  after(wait, action) {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(action, wait);
  }
}

/**
 * @param {Line} line
 * @param {string} key
 */
function lineElement({ icon: name, title, text = "", kind, button, aside = "" }, key) {
  const className = kind ? `status status--${kind}` : "status";
  const countdown = h("span", { "aria-hidden": "true", "data-countdown": true }, aside);
  const content = h("span", {}, h("b", {}, title), ` ${text} `, countdown);
  return h("p", { class: className, "data-status-line": key }, icon(name), content, button);
}
