// What this person did and the server has not confirmed: sent one by one, in order, with the same id each time.

import { Emitter } from "../emitter.js";
import { uuid } from "../uuid.js";
import { livingTabs, tabName } from "./tab.js";

const ANSWER_WITHIN = 15_000; // ms
const PATIENCE = 40_000; // how long "unavailable" is met by trying again
const LOOK_EVERY = 20_000; // for what dead tabs left
const NO_ANSWER = "The server did not answer.";

const WHY = {
  empty: "There was nothing in it.",
  conflict: "Something else was sent under its number.",
  not_found: "It is not there any more.",
};

/**
 * An entry: `{id, frame, at, order, tab, problem}` as stored, and `state`: waiting, sending, failed, stored.
 * A stored entry stays until its event is seen. Emits "change" (entry), "sent" (entry), "refused" (entry).
 */
export class Outbox extends Emitter {
  #entries = new Map();
  #sending = null;
  #timer = null;
  #pausedUntil = 0;
  #tab = null;
  #last = 0;

  constructor(store, connection) {
    super();
    this.store = store;
    this.connection = connection;
    for (const entry of store.all()) this.#entries.set(entry.id, revived(entry));
    store.on("put", (entry) => this.#heardOf(entry));
    store.on("gone", (id) => this.#drop(id));
    connection.on("online", () => this.#adopt());
    connection.on("offline", () => this.#interrupted());
    connection.on("ended", () => this.#interrupted());
    connection.on("ack", (frame) => this.#stored(frame));
    connection.on("error", (frame) => frame.id === this.#sending?.id && this.#refused(this.#sending, frame));
    tabName().then((name) => this.#named(name));
    setInterval(() => this.#adopt(), LOOK_EVERY);
  }

  /** Takes a frame (without id) to be sent now or later; returns its entry. */
  add(frame) {
    this.#last = Math.max(Date.now() * 1000, this.#last + 1);
    const entry = { id: uuid(), frame, at: Date.now(), order: this.#last, tab: this.#tab, problem: null };
    entry.state = "waiting";
    this.#entries.set(entry.id, entry);
    this.#keep(entry);
    this.#pump();
    return entry;
  }

  /** Entries of one room in order, of every kind. */
  of(room) {
    return this.#sorted().filter((entry) => entry.frame.room === room);
  }

  /** How many entries wait for the connection. */
  get waiting() {
    return this.#sorted().filter((entry) => entry.state === "waiting" || entry.state === "sending").length;
  }

  retry(id) {
    const entry = this.#entries.get(id);
    if (!entry) return;
    Object.assign(entry, { state: "waiting", problem: null, tab: this.#tab, firstTry: null });
    this.#keep(entry);
    this.#pump();
  }

  discard(id) {
    this.store.remove(id);
    this.#drop(id);
  }

  /** Events were seen: what they came from is settled, whoever sent it. */
  seen(events) {
    for (const { id } of events) if (this.#entries.has(id)) this.discard(id);
  }

  #sorted() {
    return [...this.#entries.values()].sort((a, b) => a.order - b.order);
  }

  #pump() {
    if (this.#sending || !this.#tab || !this.connection.open) return;
    const pause = this.#pausedUntil - Date.now();
    if (pause > 0) return this.#later(pause, () => this.#pump());
    const next = this.#sorted().find((entry) => entry.state === "waiting" && entry.tab === this.#tab);
    if (!next) return;
    this.#sending = next;
    next.state = "sending";
    next.firstTry ??= Date.now();
    this.connection.send({ ...next.frame, id: next.id });
    this.#later(ANSWER_WITHIN, () => this.#fail(next, NO_ANSWER));
    this.emit("change", next);
  }

  #stored(frame) {
    const entry = this.#entries.get(frame.id);
    if (!entry) return;
    entry.state = "stored";
    entry.seq = frame.seq;
    this.store.remove(entry.id);
    if (entry.frame.type !== "post") this.#entries.delete(entry.id);
    this.emit("sent", entry);
    this.#next(entry);
  }

  #refused(entry, { code, detail, retry_after: wait }) {
    const patient = code === "rate_limited" || Date.now() - entry.firstTry < PATIENCE;
    if (wait !== undefined && patient) {
      entry.state = "waiting";
      this.#pausedUntil = Date.now() + wait * 1000 + Math.random() * 200;
      this.#next(entry);
    } else {
      this.#fail(entry, WHY[code] ?? detail);
    }
  }

  #fail(entry, problem) {
    if (entry.frame.type === "react") return this.discard(entry.id); // its chip goes back by itself
    entry.state = "failed";
    entry.problem = problem;
    this.#keep(entry);
    this.emit("refused", entry);
    this.#next(entry);
  }

  #next(entry) {
    if (this.#sending === entry) {
      clearTimeout(this.#timer);
      this.#sending = null;
    }
    this.emit("change", entry);
    this.#pump();
  }

  /** Without an answer nobody knows whether it was stored; its id makes asking again safe. */
  #interrupted() {
    clearTimeout(this.#timer);
    const entry = this.#sending;
    this.#sending = null;
    if (entry?.state === "sending") entry.state = "waiting";
    if (entry) entry.firstTry = null;
    this.emit("change", entry);
  }

  #named(name) {
    this.#tab = name;
    for (const entry of this.#entries.values()) {
      if (entry.tab === null) this.#keep(Object.assign(entry, { tab: name }));
    }
    this.#adopt();
  }

  /** Takes over what tabs that are gone have left. */
  async #adopt() {
    if (!this.#tab) return;
    const living = await livingTabs();
    for (const entry of this.#entries.values()) {
      const orphan = living ? !living.has(entry.tab) : entry.tab !== this.#tab;
      if (orphan && entry.state !== "stored") this.#keep(Object.assign(entry, { tab: this.#tab }));
    }
    this.#pump();
  }

  #heardOf(entry) {
    if (this.#sending?.id === entry.id) return;
    this.#entries.set(entry.id, revived(entry));
    this.emit("change", entry);
    this.#pump();
  }

  #drop(id) {
    const entry = this.#entries.get(id);
    if (!entry) return;
    this.#entries.delete(id);
    this.#next(entry);
  }

  #keep(entry) {
    const { id, frame, at, order, tab, problem } = entry;
    this.store.put({ id, frame, at, order, tab, problem });
    this.emit("change", entry);
  }

  #later(wait, act) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(act, wait);
  }
}

/** An entry as it comes out of the store: what failed stays so until its writer decides. */
const revived = (entry) => ({ ...entry, state: entry.problem ? "failed" : "waiting" });
