// What waits to be sent, kept on this device: one key of localStorage an entry, so that tabs do not overwrite
// each other's. Where storage is off or full, entries live as long as the page.

import { Emitter } from "../emitter.js";

/** Emits "put" (entry) and "gone" (id) for what other tabs did. */
export class Store extends Emitter {
  constructor(userId, storage = safeStorage()) {
    super();
    this.prefix = `wick:out:${userId}:`;
    this.storage = storage;
    addEventListener("storage", (event) => this.#changed(event));
  }

  /** All entries kept, in the order of their making. */
  all() {
    const keys = Object.keys(this.storage ?? {}).filter((key) => key.startsWith(this.prefix));
    return keys
      .map((key) => parse(this.storage.getItem(key)))
      .filter(Boolean)
      .sort((a, b) => a.order - b.order);
  }

  put(entry) {
    try {
      this.storage?.setItem(this.prefix + entry.id, JSON.stringify(entry));
    } catch {
      // full or forbidden: the entry is still in memory
    }
  }

  remove(id) {
    this.storage?.removeItem(this.prefix + id);
  }

  #changed(event) {
    if (event.storageArea !== this.storage || !event.key?.startsWith(this.prefix)) return;
    const entry = parse(event.newValue);
    if (entry) this.emit("put", entry);
    else this.emit("gone", event.key.slice(this.prefix.length));
  }
}

function parse(value) {
  try {
    return JSON.parse(value);
  } catch {
    return null;
  }
}

function safeStorage() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
