// The card of a person, which opens where a name or a face is pressed. Without scripts the same stands on a page.

import { closest } from "../dom.js";
import { withParts } from "../on_demand/loader.js";

/** @import { Connection } from "../connection/connection.js" */
/** @import { OpenRoom } from "../room/room.js" */

const LINKS = "a[data-person]";
const FACES = ".message__avatar[data-avatar], .member .avatar[data-avatar]";

/** @typedef {"here" | "away" | "gone"} State */

export class PersonCards {
  /** @type {Map<string, State>} */
  #states = new Map(); // by id, as far as they are known
  /** @type {Set<string>} */
  #online = new Set(); // ids of those in the room on show

  /**
   * @param {object} parts
   * @param {Connection} parts.connection
   * @param {() => OpenRoom | null} parts.openRoom
   */
  constructor({ connection, openRoom }) {
    this.openRoom = openRoom;
    document.addEventListener("click", (event) => this.#click(event));
    connection.on("people", (frame) => this.#note(frame));
    connection.on("presence", ({ room, online = [] }) => {
      if (room === openRoom()?.room.id) this.#online = new Set(online.map(({ id }) => id));
    });
    connection.on("offline", () => this.#forget());
    connection.on("ended", () => this.#forget());
  }

  /** @param {Protocol.People} frame */
  #note({ here, away, gone }) {
    for (const id of here) this.#states.set(id, "here");
    for (const id of away) this.#states.set(id, "away");
    for (const id of gone) this.#states.set(id, "gone");
  }

  #forget() {
    this.#states.clear();
    this.#online.clear();
  }

  /** @param {MouseEvent} event */
  #click(event) {
    if (event.defaultPrevented || opensElsewhere(event)) return;
    const anchor = closest(event.target, `${LINKS}, ${FACES}`, HTMLElement);
    const { person, avatar } = anchor?.dataset ?? {};
    if (!anchor) return;
    event.preventDefault();
    const username = person ?? avatar ?? "";
    const stateOf = (/** @type {string} */ id) => this.stateOf(id);
    withParts(({ PersonCard }) => new PersonCard({ open: this.openRoom(), stateOf }).show(username, anchor));
  }

  /**
   * @param {string} id  of a person
   * @returns {State | "unknown"}
   */
  stateOf(id) {
    return this.#states.get(id) ?? (this.#online.has(id) ? "here" : "unknown");
  }
}

/** @param {MouseEvent} event */
function opensElsewhere({ button, ctrlKey, metaKey, shiftKey }) {
  return button !== 0 || ctrlKey || metaKey || shiftKey;
}
