// Am I at this device? Away while the page is hidden, and after some minutes without a key, a touch or the mouse.

/** @import { Connection } from "../connection/connection.js" */

const IDLE_AFTER = 5 * 60_000; // ms
const SIGNS = ["keydown", "pointerdown", "pointermove", "wheel", "touchstart", "focus"];

export class OwnState {
  /** @type {"here" | "away" | ""} */
  #sent = ""; // a socket that says nothing is here, but only one that says so looks at its room
  #isIdle = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {Connection} connection */
  constructor(connection) {
    this.connection = connection;
    connection.on("online", () => {
      this.#sent = "";
      this.#send();
    });
    document.addEventListener("visibilitychange", () => this.#active());
    for (const sign of SIGNS) addEventListener(sign, () => this.#active(), { passive: true, capture: true });
    this.#active();
  }

  #active() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#isIdle = true;
      this.#send();
    }, IDLE_AFTER);
    this.#isIdle = false;
    this.#send();
  }

  #send() {
    const state = this.#isIdle || document.visibilityState === "hidden" ? "away" : "here";
    if (state !== this.#sent && this.connection.send({ type: "here", state })) this.#sent = state;
  }
}
