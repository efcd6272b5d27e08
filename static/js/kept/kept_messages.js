// What one keeps for later: asked for when it is first needed, and followed from then on.

import { byId } from "../dom.js";
import { gettext } from "../i18n.js";
import { uuid } from "../uuid.js";

/** @import { Connection } from "../connection/connection.js" */
/** @import { Status } from "../status/status.js" */

export class KeptMessages {
  /** @type {Promise<Set<string>> | null} */
  #places = null; // room and seq of each
  /** @type {Map<string, boolean>} */
  #asked = new Map(); // by the id of a frame that is not answered yet: was it to be kept?

  /**
   * @param {object} parts
   * @param {Connection} parts.connection
   * @param {Status} parts.status
   */
  constructor({ connection, status }) {
    this.connection = connection;
    this.status = status;
    connection.on("kept", (frame) => this.#changed(frame));
    connection.on("online", () => (this.#places = null)); // what changed meanwhile was not sent
    connection.on("ack", ({ id }) => this.#answered(id, null));
    connection.on("error", ({ id, detail }) => this.#answered(id, detail));
  }

  /**
   * Is this message kept?
   *
   * @param {string} room
   * @param {number} seq
   */
  async has(room, seq) {
    this.#places ??= fetchPlaces();
    return (await this.#places).has(placeOf(room, seq));
  }

  /**
   * Keeps a message, or keeps it no longer.
   *
   * @param {string} room
   * @param {number} seq
   */
  async toggle(room, seq) {
    const [id, on] = [uuid(), !(await this.has(room, seq))];
    this.#asked.set(id, on);
    if (this.connection.send({ type: "keep", id, room, seq, on })) return;
    this.#answered(id, gettext("You are offline. Try again when the connection is back."));
  }

  /** @param {Protocol.Kept} frame */
  async #changed({ room, seq, on }) {
    const places = await this.#places;
    if (on) places?.add(placeOf(room, seq));
    else places?.delete(placeOf(room, seq));
    refreshList();
  }

  /**
   * @param {string | undefined} id
   * @param {string | null} problem
   */
  #answered(id = "", problem) {
    const on = this.#asked.get(id);
    if (on === undefined) return;
    this.#asked.delete(id);
    if (problem) this.status.failed(problem);
    else this.status.done(on ? gettext("Kept for later.") : gettext("Removed from Kept."));
  }
}

/**
 * @param {string} room
 * @param {number} seq
 */
const placeOf = (room, seq) => `${room}:${seq}`;

/** @returns {Promise<Set<string>>} */
async function fetchPlaces() {
  const answer = await fetch("/kept/places/").catch(() => null);
  /** @type {Record<string, number[]>} */
  const rooms = answer?.ok ? (await answer.json()).rooms : {};
  return new Set(Object.entries(rooms).flatMap(([room, seqs]) => seqs.map((seq) => placeOf(room, seq))));
}

/** The list of this page is drawn as the server has it now. */
async function refreshList() {
  const list = byId("kept");
  if (!list) return;
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok) return; // it stays as it was until the next frame
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("kept");
  if (fresh) list.replaceChildren(...fresh.childNodes);
}
