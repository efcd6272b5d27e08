// Files on their way, kept on this device so that they outlive a reload. The browser may refuse it (private windows, a
// full disk): then they live as long as the page.

/** @import { StoredUpload } from "./upload.js" */

const FACTS = "uploads"; // written again with each change
const CONTENT = "content"; // written once

export class UploadStorage {
  /** @type {Promise<IDBDatabase | null> | null} */
  #database = null;

  /** @param {string} userId */
  constructor(userId) {
    this.name = `wick:files:${userId}`;
  }

  /** @returns {Promise<StoredUpload[]>} */
  async all() {
    const found = [];
    for (const facts of (await this.#use(FACTS, "readonly", (store) => store.getAll())) ?? []) {
      const blob = await this.#use(CONTENT, "readonly", (store) => store.get(facts.id));
      if (blob) found.push({ ...facts, blob });
    }
    return found.sort((a, b) => a.at - b.at);
  }

  /** @param {StoredUpload} upload */
  async add(upload) {
    await this.#use(CONTENT, "readwrite", (store) => store.put(upload.blob, upload.id));
    await this.put(upload);
  }

  /** @param {StoredUpload} upload */
  async put({ blob: _, ...facts }) {
    await this.#use(FACTS, "readwrite", (store) => store.put(facts, facts.id));
  }

  /** @param {string} id */
  async remove(id) {
    for (const name of [FACTS, CONTENT]) await this.#use(name, "readwrite", (store) => store.delete(id));
  }

  async clear() {
    for (const name of [FACTS, CONTENT]) await this.#use(name, "readwrite", (store) => store.clear());
  }

  /**
   * The result of a request; null where there is no storage.
   *
   * @param {string} name
   * @param {IDBTransactionMode} mode
   * @param {(store: IDBObjectStore) => IDBRequest} action
   * @returns {Promise<any>}
   */
  async #use(name, mode, action) {
    this.#database ??= open(this.name);
    const database = await this.#database;
    try {
      return database && (await resultOf(action(database.transaction(name, mode).objectStore(name))));
    } catch {
      return null;
    }
  }
}

/**
 * @param {string} name
 * @returns {Promise<IDBDatabase | null>}
 */
async function open(name) {
  try {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      for (const store of [FACTS, CONTENT]) request.result.createObjectStore(store);
    };
    return await resultOf(request);
  } catch {
    return null;
  }
}

/**
 * @template Result
 * @param {IDBRequest<Result>} request
 * @returns {Promise<Result>}
 */
function resultOf(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
