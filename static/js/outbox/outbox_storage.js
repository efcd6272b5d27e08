// What waits to be sent, kept on this device: one key of localStorage an entry, so that tabs do not overwrite
// each other's. Where storage is off or full, entries live as long as the page.

import { deviceStorage } from "../browser/storage.js";
import { Emitter } from "../emitter.js";

/** @import { StoredEntry } from "./entry.js" */

/**
 * What other tabs did.
 *
 * @typedef {{ put: [StoredEntry], removed: [string] }} StorageEvents
 */

/** @extends {Emitter<StorageEvents>} */
export class OutboxStorage extends Emitter {
  /** @param {string} userId */
  constructor(userId) {
    super();
    this.prefix = `wick:out:${userId}:`;
    addEventListener("storage", (event) => this.#changed(event));
  }

  /** All entries kept, in the order of their making. */
  all() {
    return deviceStorage
      .keys(this.prefix)
      .flatMap((key) => parse(deviceStorage.get(key)) ?? [])
      .sort((a, b) => a.order - b.order);
  }

  /** @param {StoredEntry} entry */
  put(entry) {
    deviceStorage.set(this.prefix + entry.id, JSON.stringify(entry));
  }

  /** @param {string} id */
  remove(id) {
    deviceStorage.remove(this.prefix + id);
  }

  /** @param {StorageEvent} event */
  #changed(event) {
    if (!event.key?.startsWith(this.prefix) || !deviceStorage.isSourceOf(event)) return;
    const entry = parse(event.newValue);
    if (entry) this.emit("put", entry);
    else this.emit("removed", event.key.slice(this.prefix.length));
  }
}

/**
 * @param {string | null} value
 * @returns {StoredEntry | null}
 */
function parse(value) {
  try {
    return JSON.parse(value ?? "null");
  } catch {
    return null;
  }
}
