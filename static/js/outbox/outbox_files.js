// The files of messages in the outbox: a message goes out once the server has all of them.

import { gettext } from "../i18n.js";
import { waitsForFiles } from "./entry.js";

/** @import { Upload } from "../files/upload.js" */
/** @import { Uploads } from "../files/uploads.js" */
/** @import { Entries } from "./entries.js" */
/** @import { Entry } from "./entry.js" */

const NO_FILE = gettext("A file is no longer on the server.");

/**
 * What the outbox does with a message because of its files.
 *
 * @typedef {object} Consequences
 * @property {(entry: Entry) => void} changed
 * @property {(entry: Entry, problem: string) => void} fail
 * @property {(id: string) => void} retry
 * @property {(id: string) => void} discard
 */

export class OutboxFiles {
  /**
   * @param {Entries} entries
   * @param {Uploads} uploads
   * @param {Consequences} consequences
   */
  constructor(entries, uploads, consequences) {
    this.entries = entries;
    this.uploads = uploads;
    this.consequences = consequences;
    uploads.on("change", (upload) => this.#changed(upload));
    uploads.on("removed", (upload) => this.#removed(upload));
    entries.on("removed", (entry) => uploads.forget(entry.uploads));
  }

  /** Goes on with what this tab had before a reload, and with what closed tabs have left. */
  async adopt() {
    await this.uploads.adopt((id) => this.entries.get(id) !== undefined);
  }

  /** Messages whose files are all on the server name them from now on. */
  nameAll() {
    for (const entry of this.entries.waitingForFiles()) {
      const outcome = this.uploads.outcome(entry.uploads);
      if (outcome && "problem" in outcome) this.consequences.fail(entry, outcome.problem);
      else if (outcome) this.entries.put(Object.assign(entry, { frame: { ...entry.frame, ...outcome } }));
    }
  }

  /**
   * A message that failed is sent again: so are the files that the server does not have.
   *
   * @param {Entry} entry
   */
  retry(entry) {
    if (waitsForFiles(entry)) this.uploads.retryAll(entry.uploads);
  }

  /**
   * A message is not to be sent after all: its files are in the composer again.
   *
   * @param {Entry} entry
   */
  takeBack(entry) {
    this.uploads.takeBack(entry.uploads.splice(0));
  }

  /**
   * A message is discarded, and its files with it.
   *
   * @param {string} id
   */
  cancel(id) {
    this.uploads.cancel(this.entries.get(id)?.uploads.splice(0) ?? []);
  }

  /**
   * Why a message was refused, where its files are the reason.
   *
   * @param {Entry} entry
   * @param {Protocol.ErrorCode} code
   */
  problem({ frame }, code) {
    if (code !== "not_found" || frame.type !== "post" || !frame.files) return null;
    delete frame.files;
    return NO_FILE;
  }

  /** @param {Upload} upload */
  #changed({ entry: id }) {
    const entry = id && this.entries.get(id);
    if (entry) this.consequences.changed(entry);
  }

  /**
   * A message goes out without a file that was taken away; where nothing is left of it, it is discarded.
   *
   * @param {Upload} upload
   */
  #removed({ id, entry: entryId }) {
    const entry = entryId && this.entries.get(entryId);
    if (!entry || entry.frame.type !== "post" || !entry.uploads.includes(id)) return;
    entry.uploads = entry.uploads.filter((other) => other !== id);
    if (!entry.uploads.length && !entry.frame.text.trim()) return this.consequences.discard(entry.id);
    this.entries.put(entry);
    if (entry.state === "failed") this.consequences.retry(entry.id);
    else this.consequences.changed(entry);
  }
}
