// How the people of my direct conversations are: here, away, or gone. Without a connection nobody knows.

import { Emitter } from "../emitter.js";

/** @import { Connection } from "../connection/connection.js" */

/** @typedef {"here" | "away" | "gone"} PersonState */

/** @extends {Emitter<{ changed: [] }>} */
export class PeopleStates extends Emitter {
  /** @type {Map<string, PersonState>} */
  #states = new Map(); // by the id of a user, without those who are gone

  /** @param {Connection} connection */
  constructor(connection) {
    super();
    connection.on("people", (frame) => this.#receive(frame));
    connection.on("offline", () => this.#clear());
    connection.on("ended", () => this.#clear());
  }

  /**
   * @param {string} user  an id
   * @returns {PersonState}
   */
  of(user) {
    return this.#states.get(user) ?? "gone";
  }

  /** @param {Protocol.People} frame */
  #receive({ here, away, gone }) {
    for (const user of here) this.#states.set(user, "here");
    for (const user of away) this.#states.set(user, "away");
    for (const user of gone) this.#states.delete(user);
    this.emit("changed");
  }

  #clear() {
    this.#states.clear();
    this.emit("changed");
  }
}
