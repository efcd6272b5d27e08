// What this user did and the server has not confirmed: sent one by one, in order, with the same id each time.

import { Emitter } from "../emitter.js";
import { gettext } from "../i18n.js";
import { Entries } from "./entries.js";
import { newEntry } from "./entry.js";
import { HeldMessages } from "./held_messages.js";
import { OutboxFiles } from "./outbox_files.js";
import { undoTime } from "./undo_time.js";

/** @import { Connection } from "../connection/connection.js" */
/** @import { Uploads } from "../files/uploads.js" */
/** @import { Entry } from "./entry.js" */
/** @import { OutboxStorage } from "./outbox_storage.js" */

const ANSWER_TIMEOUT = 15_000; // ms
const LONGEST_PAUSE = 60; // seconds that all entries wait for the turn of one; beyond, it fails, as in slow mode
const RETRY_FOR = 40_000; // how long "unavailable" is met by trying again
const ADOPT_INTERVAL = 20_000; // entries of closed tabs are looked for
const NO_ANSWER = gettext("The server did not answer.");

/** @type {Partial<Record<Protocol.ErrorCode, string>>} */
const PROBLEMS = {
  empty: gettext("The message is empty."),
  conflict: gettext("Another message was sent with the same ID."),
  not_found: gettext("The message no longer exists."),
};

/**
 * "change": an entry, or null where it may be any. "sent": an entry that the server has stored. "undone": a message that
 * is not to be sent after all.
 *
 * @typedef {{ change: [Entry | null], sent: [Entry], undone: [Protocol.Post] }} OutboxEvents
 */

/** @extends {Emitter<OutboxEvents>} */
export class Outbox extends Emitter {
  #entries;
  #files;
  /** @type {number | undefined} */
  #timer;
  #pausedUntil = 0; // ms since the epoch

  /**
   * @param {OutboxStorage} storage
   * @param {Connection} connection
   * @param {Uploads} uploads
   */
  constructor(storage, connection, uploads) {
    super();
    this.connection = connection;
    this.uploads = uploads;
    this.#entries = new Entries(storage);
    this.#entries.on("change", (entry) => this.emit("change", entry));
    this.#entries.on("removed", (entry) => this.#settled(entry));
    this.#entries.on("ready", () => this.#sendNext());
    this.#files = new OutboxFiles(this.#entries, uploads, {
      changed: (entry) => this.#changed(entry),
      fail: (entry, problem) => this.#fail(entry, problem),
      retry: (id) => this.retry(id),
      discard: (id) => this.discard(id),
    });
    this.held = new HeldMessages(this.#entries, {
      send: () => this.#changed(null),
      undo: (entry, frame) => this.#undo(entry, frame),
    });
    connection.on("online", () => this.#adopt());
    connection.on("offline", () => this.#interrupted());
    connection.on("ended", () => this.#interrupted());
    connection.on("ack", (frame) => this.#acked(frame));
    connection.on("error", (frame) => this.#failed(frame));
    setInterval(() => this.#adopt(), ADOPT_INTERVAL);
    this.#files.adopt().then(() => this.#sendNext());
  }

  /**
   * Takes a frame (without id) to be sent now or later; a message is held while it can be undone, and goes out when its
   * files are on the server.
   *
   * @param {Protocol.Submission} frame
   * @param {string[]} [uploads]  their ids
   */
  add(frame, uploads = []) {
    const hold = frame.type === "post" ? undoTime() : 0;
    const entry = newEntry(frame, this.#entries.tab, uploads, hold);
    this.#entries.put(entry);
    this.uploads.send(uploads, entry.id);
    this.#sendNext();
  }

  /**
   * Entries of one room in order, of every kind.
   *
   * @param {string} room
   */
  of(room) {
    return this.#entries.all().filter((entry) => entry.frame.room === room);
  }

  /** How many entries wait for the connection. */
  get waiting() {
    return this.#entries.all().filter(({ state }) => state === "waiting" || state === "sending").length;
  }

  /** How many entries the server has not confirmed, those that were refused too. */
  get unsent() {
    return this.#entries.all().filter(({ state }) => state !== "stored").length;
  }

  /** @param {string} id */
  retry(id) {
    const entry = this.#entries.get(id);
    if (!entry) return;
    const tab = this.#entries.tab;
    Object.assign(entry, { state: "waiting", problem: null, tab, firstTry: null, heldUntil: null });
    this.#entries.put(entry);
    this.#files.retry(entry);
    this.#sendNext();
  }

  /** @param {string} id */
  discard(id) {
    this.#files.cancel(id);
    this.#entries.discard(id);
  }

  discardAll() {
    for (const { id } of this.#entries.all()) this.discard(id);
  }

  /**
   * Events were seen: their entries are settled, whichever tab sent them.
   *
   * @param {Protocol.RoomEvent[]} events
   */
  seen(events) {
    for (const { id } of events) if (this.#entries.get(id)) this.#entries.discard(id);
  }

  async #adopt() {
    await this.#files.adopt(); // before the messages that wait for them
    await this.#entries.adopt();
  }

  /** @param {Entry | null} entry  null where it may be any */
  #changed(entry) {
    this.emit("change", entry);
    this.#sendNext();
  }

  /**
   * @param {Entry} entry
   * @param {Protocol.Post} frame
   */
  #undo(entry, frame) {
    this.#files.takeBack(entry);
    this.discard(entry.id);
    this.emit("undone", frame);
  }

  #sendNext() {
    this.#files.nameAll();
    this.held.startTimer();
    if (this.#entries.sending || !this.#entries.tab || !this.connection.open) return;
    const pause = this.#pausedUntil - Date.now();
    if (pause > 0) return this.#startTimer(pause, () => this.#sendNext());
    const next = this.#entries.next();
    if (!next) return;
    this.#entries.sending = next;
    next.state = "sending";
    next.firstTry ??= Date.now();
    this.connection.send({ ...next.frame, id: next.id });
    this.#startTimer(ANSWER_TIMEOUT, () => this.#fail(next, NO_ANSWER));
    this.emit("change", next);
  }

  /** @param {Protocol.Ack} frame */
  #acked({ id }) {
    const entry = id ? this.#entries.get(id) : undefined;
    if (!entry) return;
    this.#entries.confirm(entry);
    this.emit("sent", entry);
    this.#settled(entry);
  }

  /**
   * An error may be about a frame that is not from here, and have no id at all.
   *
   * @param {Protocol.ErrorFrame} error
   */
  #failed({ id, code, detail, retry_after: wait }) {
    const entry = this.#entries.sending;
    if (!entry || id !== entry.id) return;
    const retrying = code === "rate_limited" || Date.now() - (entry.firstTry ?? 0) < RETRY_FOR;
    if (wait === undefined || wait > LONGEST_PAUSE || !retrying) {
      return this.#fail(entry, this.#files.problem(entry, code) ?? PROBLEMS[code] ?? detail);
    }
    entry.state = "waiting";
    this.#pausedUntil = Date.now() + wait * 1000 + Math.random() * 200;
    this.#settled(entry);
  }

  /**
   * @param {Entry} entry
   * @param {string} problem
   */
  #fail(entry, problem) {
    if (entry.frame.type === "react") return this.discard(entry.id); // its chip goes back by itself
    entry.state = "failed";
    entry.problem = problem;
    this.#entries.put(entry);
    this.#settled(entry);
  }

  /**
   * Nothing is awaited for this entry any more: the next one's turn.
   *
   * @param {Entry} entry
   */
  #settled(entry) {
    if (this.#entries.sending === entry) {
      clearTimeout(this.#timer);
      this.#entries.sending = null;
    }
    this.emit("change", entry);
    this.#sendNext();
  }

  /** Without an answer nobody knows whether it was stored; its id makes asking again safe. */
  #interrupted() {
    clearTimeout(this.#timer);
    const entry = this.#entries.sending;
    this.#entries.sending = null;
    if (entry?.state === "sending") entry.state = "waiting";
    if (entry) entry.firstTry = null;
    this.emit("change", entry);
  }

  /**
   * @param {number} wait  ms
   * @param {() => void} action
   */
  #startTimer(wait, action) {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(action, wait);
  }
}
