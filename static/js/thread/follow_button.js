// Follow, or stop following, a thread: whose replies are told to this user.

import { gettext } from "../i18n.js";
import { uuid } from "../uuid.js";

/** @import { Connection } from "../connection/connection.js" */
/** @import { Status } from "../status/status.js" */

export class FollowButton {
  /** @param {boolean} _following */
  onChange = (_following) => {};
  following = false;
  #asked = { id: "", on: false };

  /**
   * @param {object} parts
   * @param {HTMLButtonElement} parts.button
   * @param {Connection} parts.connection
   * @param {Status} parts.status
   * @param {PageData.Room} parts.room
   * @param {number} parts.root
   * @param {AbortSignal} parts.signal
   */
  constructor({ button, connection, status, room, root, signal }) {
    this.button = button;
    this.connection = connection;
    this.status = status;
    this.room = room;
    this.root = root;
    button.addEventListener("click", () => this.#toggle());
    const isOurs = (/** @type {string | undefined} */ id) => id !== undefined && id === this.#asked.id;
    connection.on("ack", ({ id }) => isOurs(id) && this.set(this.#asked.on), signal);
    connection.on("error", ({ id, detail }) => isOurs(id) && status.failed(detail), signal);
  }

  /** @param {boolean} following */
  set(following) {
    this.following = following;
    this.button.textContent = following ? gettext("Stop following") : gettext("Follow");
    this.button.hidden = !this.room.role || this.room.kind === "direct"; // there everyone follows
    this.onChange(following);
  }

  #toggle() {
    this.#asked = { id: uuid(), on: !this.following };
    const frame = { type: /** @type {const} */ ("follow"), room: this.room.id, seq: this.root };
    if (this.connection.send({ ...frame, ...this.#asked })) return;
    this.status.failed(gettext("You are offline. Try again when the connection is back."));
  }
}
