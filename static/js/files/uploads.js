// The files on their way from this device, for all pages: those in composers, and those of messages in the outbox.

import { Emitter } from "../emitter.js";
import { gettext, interpolate } from "../i18n.js";
import { openTabs, tabId } from "../outbox/tabs.js";
import { deleteUpload } from "./tus.js";
import { closeUpload, newUpload, openedUpload, storedUpload } from "./upload.js";
import { runUpload } from "./upload_run.js";

/** @import { StoredUpload, Upload } from "./upload.js" */
/** @import { UploadStorage } from "./upload_storage.js" */

const AT_ONCE = 2;
const KEPT_FOR = 7 * 86_400_000; // ms: nobody comes back to an older one

/**
 * "change": an upload that is new or changed. "progress": more of it was sent. "removed": one that is no longer there.
 *
 * @typedef {{ change: [Upload], progress: [Upload], removed: [Upload] }} UploadsEvents
 *
 * What became of the files of a message: null while they are on their way.
 * @typedef {{ files: string[] } | { problem: string } | null} Outcome
 */

/** @extends {Emitter<UploadsEvents>} */
export class Uploads extends Emitter {
  /** @type {Map<string, Upload>} */
  #uploads = new Map();
  /** @type {Set<Upload>} */
  #running = new Set();
  /** @type {Set<string>} */
  #gone = new Set(); // ids: storage may still have them
  /** @type {string | null} */
  #tab = null;
  #isLoaded = false;

  /**
   * @param {UploadStorage} storage
   * @param {PageData.UploadLimits} limits
   */
  constructor(storage, limits) {
    super();
    this.storage = storage;
    this.limits = limits;
  }

  /** @param {string} id */
  get(id) {
    return this.#uploads.get(id);
  }

  /**
   * Those in the composer of a place, in order.
   *
   * @param {string} place
   */
  in(place) {
    return [...this.#uploads.values()].filter((upload) => upload.place === place && upload.entry === null);
  }

  get count() {
    return this.#uploads.size;
  }

  /**
   * @param {File} file
   * @param {string} place
   */
  add(file, place) {
    const upload = newUpload(file, place, this.#tab);
    this.#uploads.set(upload.id, upload);
    this.storage.add(storedUpload(upload));
    this.emit("change", upload);
    this.#runNext();
  }

  /**
   * They belong to an entry of the outbox from now on.
   *
   * @param {string[]} ids
   * @param {string} entry
   */
  send(ids, entry) {
    for (const upload of this.#known(ids)) {
      const isDescribed = upload.state !== "ready" || upload.told === upload.alt;
      this.#keep(Object.assign(upload, { entry }, isDescribed ? {} : { state: "waiting", file: null }));
    }
    this.#runNext();
  }

  /**
   * They are in the composer again.
   *
   * @param {string[]} ids
   */
  takeBack(ids) {
    for (const upload of this.#known(ids)) this.#keep(Object.assign(upload, { entry: null }));
  }

  /**
   * @param {string} id
   * @param {string} alt
   */
  describe(id, alt) {
    const upload = this.#uploads.get(id);
    if (upload) this.storage.put(storedUpload(Object.assign(upload, { alt })));
  }

  /**
   * What became of the files of a message.
   *
   * @param {string[]} ids
   * @returns {Outcome}
   */
  outcome(ids) {
    const known = this.#known(ids);
    if (known.length < ids.length) {
      return this.#isLoaded ? { problem: gettext("A file is no longer on this device.") } : null;
    }
    const failed = known.find(({ state }) => state === "failed");
    if (failed) return { problem: problemOf(failed) };
    const files = known.flatMap(({ file }) => file?.id ?? []);
    return files.length === ids.length ? { files } : null;
  }

  /** @param {string} id */
  retry(id) {
    const upload = this.#uploads.get(id);
    if (!upload || upload.state !== "failed") return;
    this.#keep(Object.assign(upload, { state: "waiting", problem: null, url: null, sent: 0 }));
    this.#runNext();
  }

  /**
   * The files of a message that was not accepted are looked at again, and sent again where the server has them no more.
   *
   * @param {string[]} ids
   */
  retryAll(ids) {
    for (const upload of this.#known(ids)) {
      const url = upload.state === "failed" ? null : upload.url;
      const facts = { state: "waiting", problem: null, file: null, tab: this.#tab };
      this.#keep(Object.assign(upload, { ...facts, url }));
    }
    this.#runNext();
  }

  /**
   * They are not wanted any more.
   *
   * @param {string[]} ids
   */
  cancel(ids) {
    for (const { url } of this.#known(ids)) if (url) deleteUpload(url);
    this.forget(ids);
  }

  /**
   * They are not needed here any more.
   *
   * @param {string[]} ids
   */
  forget(ids) {
    for (const upload of this.#known(ids)) {
      closeUpload(upload);
      this.#uploads.delete(upload.id);
      this.#gone.add(upload.id);
      this.#running.delete(upload);
      this.storage.remove(upload.id);
      this.emit("removed", upload);
    }
    this.#runNext();
  }

  async clear() {
    this.cancel([...this.#uploads.keys()]);
    await this.storage.clear();
  }

  /**
   * Goes on with what this tab had before a reload, and with what closed tabs have left.
   *
   * @param {(entry: string) => boolean} isWaiting  is this entry still in the outbox?
   */
  async adopt(isWaiting) {
    this.#tab = await tabId();
    const [open, stored] = [await openTabs(), await this.storage.all()];
    const isOwn = (/** @type {string | null} */ tab) => !tab || tab === this.#tab || !open?.has(tab);
    for (const upload of stored) {
      if (!isOwn(upload.tab) || this.#uploads.has(upload.id) || this.#gone.has(upload.id)) continue;
      if (isOver(upload, isWaiting)) this.storage.remove(upload.id);
      else this.#keep(openedUpload({ ...upload, tab: this.#tab }));
    }
    for (const upload of this.#uploads.values()) {
      if (upload.tab === null) this.#keep(Object.assign(upload, { tab: this.#tab }));
    }
    this.#isLoaded = true;
    this.#runNext();
  }

  /** @param {string[]} ids */
  #known(ids) {
    return ids.flatMap((id) => this.#uploads.get(id) ?? []);
  }

  /** @param {Upload} upload */
  #keep(upload) {
    this.#uploads.set(upload.id, upload);
    this.storage.put(storedUpload(upload));
    this.emit("change", upload);
  }

  /** @param {Upload} upload */
  #changed(upload) {
    if (this.#uploads.get(upload.id) === upload) this.#keep(upload);
  }

  #runNext() {
    for (const upload of this.#uploads.values()) {
      if (this.#running.size >= AT_ONCE) return;
      if (upload.state === "waiting" && !this.#running.has(upload)) this.#run(upload);
    }
  }

  /** @param {Upload} upload */
  async #run(upload) {
    this.#running.add(upload);
    await runUpload(upload, {
      limits: this.limits,
      onChange: (changed) => this.#changed(changed),
      onProgress: (changed) => this.emit("progress", changed),
    });
    this.#running.delete(upload);
    this.#runNext();
  }
}

/**
 * Nobody waits for it any more.
 *
 * @param {StoredUpload} upload
 * @param {(entry: string) => boolean} isWaiting
 */
const isOver = ({ at, entry }, isWaiting) =>
  Date.now() - at > KEPT_FOR || (entry !== null && !isWaiting(entry));

/** @param {Upload} upload */
function problemOf({ name, problem }) {
  return interpolate(gettext("%(file)s: %(problem)s"), { file: name, problem: problem ?? "" });
}
