// Who is typing: sent while this user types, and shown while others do.

import { h } from "../dom.js";
import { gettext, interpolate } from "../i18n.js";
import { isMessage } from "../log/kinds.js";

/** @import { Connection } from "../connection/connection.js" */

const SEND_INTERVAL = 3000; // ms
const SHOWN_FOR = 5000;
const REDRAW_INTERVAL = 500;

export class TypingIndicator {
  /** @type {Map<string, { name: string, until: number }>} */
  #others = new Map(); // by user id
  #typedAt = 0; // when this user last changed the text
  #sentAt = 0; // when it was last sent
  /** @type {number | undefined} */
  #timer;

  /**
   * @param {object} parts
   * @param {HTMLTextAreaElement | null} parts.textarea  null where the room is archived
   * @param {HTMLElement | null} parts.element
   * @param {Connection} parts.connection
   * @param {PageData.Room} parts.room
   * @param {number | null} parts.thread  the first message of the thread; null in the room itself
   * @param {Protocol.User} parts.me
   * @param {AbortSignal} parts.signal  aborted when the room is closed
   */
  constructor({ textarea, element, connection, room, thread, me, signal }) {
    this.textarea = textarea;
    this.element = element;
    this.connection = connection;
    this.room = room;
    this.thread = thread;
    this.me = me;
    textarea?.addEventListener("input", () => {
      this.#typedAt = Date.now();
      this.#send();
    });
    this.#listen(signal);
  }

  /** @param {AbortSignal} signal */
  #listen(signal) {
    const { connection, room } = this;
    connection.on("online", () => this.#sendLate(), signal);
    connection.on("typing", (frame) => this.#isHere(frame) && this.#receive(frame.user), signal);
    connection.on("event", (frame) => this.#onEvent(frame), signal);
    connection.on("offline", () => this.#offline(), signal);
    connection.on("ended", () => this.#clear(), signal);
    connection.on("left", (frame) => frame.room === room.id && this.#clear(), signal);
    signal.addEventListener("abort", () => clearTimeout(this.#timer), { once: true });
  }

  /** @param {{ room: string, thread?: number | null }} frame */
  #isHere({ room, thread }) {
    return room === this.room.id && (thread ?? null) === this.thread;
  }

  /** @param {Protocol.EventFrame} event */
  #onEvent(event) {
    if (isMessage(event) && this.#isHere(event)) this.#stopped(event.author.id);
  }

  #offline() {
    this.#sentAt = 0; // it may not have been received
    this.#clear();
  }

  #send() {
    if (!this.textarea?.value.trim() || Date.now() - this.#sentAt < SEND_INTERVAL) return;
    const thread = this.thread === null ? {} : { thread: this.thread };
    if (this.connection.send({ type: "typing", room: this.room.id, ...thread })) this.#sentAt = Date.now();
  }

  /** What was typed just before there was a connection. */
  #sendLate() {
    if (Date.now() - this.#typedAt < SEND_INTERVAL) this.#send();
  }

  /** @param {Protocol.User} user */
  #receive({ id, name }) {
    if (id === this.me.id) return;
    this.#others.set(id, { name, until: Date.now() + SHOWN_FOR });
    this.#draw();
  }

  /** @param {string} userId */
  #stopped(userId) {
    this.#others.delete(userId);
    this.#draw();
  }

  #clear() {
    this.#others.clear();
    this.#draw();
  }

  #draw() {
    const now = Date.now();
    for (const [id, { until }] of this.#others) if (until <= now) this.#others.delete(id);
    const names = [...this.#others.values()].map(({ name }) => name.split(" ")[0] ?? name);
    this.element?.replaceChildren(...(names.length ? [dots(), whoTypes(names)] : []));
    clearTimeout(this.#timer);
    if (names.length) this.#timer = window.setTimeout(() => this.#draw(), REDRAW_INTERVAL);
  }
}

const dots = () => h("span", { class: "typing__dots", "aria-hidden": "true" }, h("i"), h("i"), h("i"));

/** @param {string[]} names */
function whoTypes(names) {
  const [name = "", other = ""] = names;
  if (names.length === 1) return interpolate(gettext("%(name)s is typing"), { name });
  if (names.length === 2) return interpolate(gettext("%(name)s and %(other)s are typing"), { name, other });
  return gettext("Several people are typing");
}
