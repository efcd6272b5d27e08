// The entries of the outbox, on the page and in this device's storage.

import { Emitter } from "../emitter.js";
import { isHeld, restoredEntry, storedEntry, waitsForFiles } from "./entry.js";
import { openTabs, tabId } from "./tabs.js";

/** @import { Entry, StoredEntry } from "./entry.js" */
/** @import { OutboxStorage } from "./outbox_storage.js" */

/**
 * "change": an entry that is new or changed. "removed": one that is no longer there. "ready": there may be something
 * to send, since another tab left it or this tab's id is known.
 *
 * @typedef {{ change: [Entry], removed: [Entry], ready: [] }} EntriesEvents
 */

/** @extends {Emitter<EntriesEvents>} */
export class Entries extends Emitter {
  /** @type {Map<string, Entry>} */
  #entries = new Map();
  /** @type {Entry | null} */
  sending = null;
  /** @type {string | null} */
  tab = null; // this tab's id, once it is known

  /** @param {OutboxStorage} storage */
  constructor(storage) {
    super();
    this.storage = storage;
    for (const entry of storage.all()) this.#entries.set(entry.id, restoredEntry(entry));
    storage.on("put", (entry) => this.#changedElsewhere(entry));
    storage.on("removed", (id) => this.#drop(id));
    tabId().then((id) => this.#named(id));
  }

  /** All entries, in the order of their making. */
  all() {
    return [...this.#entries.values()].sort((a, b) => a.order - b.order);
  }

  /** @param {string} id */
  get(id) {
    return this.#entries.get(id);
  }

  /**
   * The next entry that this tab has to send. A message that waits for its files lets others pass; so does one that is
   * held, but for later messages of its room.
   */
  next() {
    const own = this.#own();
    const held = own.filter(isHeld);
    const isBehindHeld = (/** @type {Entry} */ entry) => held.some((other) => isBehind(entry, other));
    return own.find((entry) => !waitsForFiles(entry) && !held.includes(entry) && !isBehindHeld(entry));
  }

  /** When the next of those that are held is to be sent; null where there is none. */
  get heldUntil() {
    const times = this.all().flatMap((entry) => (isHeld(entry) ? (entry.heldUntil ?? []) : []));
    return times.length ? Math.min(...times) : null;
  }

  /** Those that this tab has to send once their files are there. */
  waitingForFiles() {
    return this.#own().filter(waitsForFiles);
  }

  #own() {
    return this.all().filter((entry) => entry.state === "waiting" && entry.tab === this.tab);
  }

  /**
   * Keeps an entry as it is now.
   *
   * @param {Entry} entry
   */
  put(entry) {
    this.#entries.set(entry.id, entry);
    this.storage.put(storedEntry(entry));
    this.emit("change", entry);
  }

  /** @param {string} id */
  discard(id) {
    this.storage.remove(id);
    this.#drop(id);
  }

  /**
   * The server has stored this entry. A message stays on the page until its event is seen; so does nothing else.
   *
   * @param {Entry} entry
   */
  confirm(entry) {
    entry.state = "stored";
    this.storage.remove(entry.id);
    if (entry.frame.type !== "post") this.#entries.delete(entry.id);
  }

  /** Takes over what closed tabs have left. */
  async adopt() {
    if (!this.tab) return;
    const open = await openTabs();
    for (const entry of this.#entries.values()) {
      const orphan = open ? entry.tab === null || !open.has(entry.tab) : entry.tab !== this.tab;
      if (orphan && entry.state !== "stored") this.put(Object.assign(entry, { tab: this.tab }));
    }
    this.emit("ready");
  }

  /** @param {string} id */
  #named(id) {
    this.tab = id;
    for (const entry of this.#entries.values()) {
      if (entry.tab === null) this.put(Object.assign(entry, { tab: id }));
    }
    this.adopt();
  }

  /** @param {StoredEntry} stored */
  #changedElsewhere(stored) {
    if (this.sending?.id === stored.id) return;
    const entry = restoredEntry(stored);
    this.#entries.set(entry.id, entry);
    this.emit("change", entry);
    this.emit("ready");
  }

  /** @param {string} id */
  #drop(id) {
    const entry = this.#entries.get(id);
    if (!entry) return;
    this.#entries.delete(id);
    this.emit("removed", entry);
  }
}

/**
 * Is it a message that comes after one that is held in the same room?
 *
 * @param {Entry} entry
 * @param {Entry} held
 */
const isBehind = (entry, held) =>
  held.order < entry.order && entry.frame.type === "post" && entry.frame.room === held.frame.room;
