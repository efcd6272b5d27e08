// A finger that rests on a message.

import { closest } from "../dom.js";

const DURATION = 500; // ms
const TOLERANCE = 10; // px that the finger may move meanwhile

/** @typedef {{ x: number, y: number, timer: number }} Press */

export class LongPress {
  /** @type {Press | null} */
  #press = null;

  /**
   * @param {HTMLElement} element
   * @param {(message: HTMLElement) => boolean} accepts  may this message be pressed?
   * @param {(message: HTMLElement) => void} onLongPress  called while the finger is still down
   * @param {AbortSignal} signal
   */
  constructor(element, accepts, onLongPress, signal) {
    this.accepts = accepts;
    this.onLongPress = onLongPress;
    element.addEventListener("pointerdown", (event) => this.#start(event));
    element.addEventListener("pointermove", (event) => this.#moved(event));
    for (const name of ["pointerup", "pointercancel"]) addEventListener(name, () => this.#stop(), { signal });
    element.addEventListener("contextmenu", (event) => this.#press && event.preventDefault());
  }

  /** @param {PointerEvent} event */
  #start(event) {
    this.#stop(); // a second finger is no long press
    const message = closest(event.target, "[data-seq]", HTMLElement);
    if (event.pointerType === "mouse" || !event.isPrimary || closest(event.target, "a, button", Element)) {
      return;
    }
    if (!message || !this.accepts(message)) return;
    const timer = window.setTimeout(() => this.onLongPress(message), DURATION);
    this.#press = { x: event.clientX, y: event.clientY, timer };
  }

  /** @param {PointerEvent} event */
  #moved({ clientX, clientY }) {
    if (!this.#press) return;
    const { x, y } = this.#press;
    if (Math.hypot(clientX - x, clientY - y) > TOLERANCE) this.#stop();
  }

  #stop() {
    clearTimeout(this.#press?.timer);
    this.#press = null;
  }
}
