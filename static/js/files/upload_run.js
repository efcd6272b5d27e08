// One file's way to the server: announced, sent in parts, checked there. What interrupts it is waited out.

import {
  createUpload,
  describeUpload,
  Interrupted,
  NOT_ACCEPTED,
  Refused,
  sendPart,
  uploadOffset,
  uploadState,
} from "./tus.js";

/** @import { Upload } from "./upload.js" */

const LEAST_PART = 65_536; // bytes
const FIRST_PAUSE = 1000; // ms before an interrupted upload goes on
const LONGEST_PAUSE = 30_000;
const CHECK_INTERVAL = 400; // ms between two looks at a file that is being checked

/**
 * `onChange`: its state, or what is kept of it. `onProgress`: how much was sent.
 *
 * @typedef {object} Run
 * @property {PageData.UploadLimits} limits
 * @property {(upload: Upload) => void} onChange
 * @property {(upload: Upload) => void} onProgress
 */

/**
 * Returns when it is ready, failed, or taken off the page.
 *
 * @param {Upload} upload
 * @param {Run} run
 */
export async function runUpload(upload, run) {
  const { signal } = upload.closing;
  const attempts = new Attempts(upload, run);
  while (!signal.aborted && upload.state !== "ready" && upload.state !== "failed") {
    const before = upload.sent;
    try {
      await send(upload, attempts.part, run);
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof Refused) attempts.refused(error);
      else await attempts.interrupted(upload.sent > before, error);
    }
  }
}

/** What is done when an upload did not come to its end. */
class Attempts {
  #pause = FIRST_PAUSE;
  #isSecond = false; // it began again, since the server had it no more

  /**
   * @param {Upload} upload
   * @param {Run} run
   */
  constructor(upload, run) {
    this.upload = upload;
    this.run = run;
    this.part = run.limits.part; // bytes
  }

  /** @param {Refused} error */
  refused({ status, message }) {
    const isGone = this.upload.url !== null && (status === 404 || status === 410);
    if (isGone && !this.#isSecond) change(this.upload, { url: null, sent: 0 }, this.run);
    else change(this.upload, { state: "failed", problem: message }, this.run);
    this.#isSecond = true;
  }

  /**
   * Returns when it is time to go on. What cannot be sent whole may be sent in smaller parts.
   *
   * @param {boolean} moved  some of it was sent
   * @param {unknown} error
   */
  async interrupted(moved, error) {
    if (moved) this.#pause = FIRST_PAUSE;
    this.part = Math.max(LEAST_PART, this.part / 2);
    change(this.upload, { state: "waiting" }, this.run);
    const asked = error instanceof Interrupted ? 1000 * error.wait : 0;
    await online(Math.max(this.#pause, asked), this.upload.closing.signal);
    this.#pause = Math.min(LONGEST_PAUSE, this.#pause * 2);
  }
}

/**
 * @param {Upload} upload
 * @param {number} size  of a part
 * @param {Run} run
 */
async function send(upload, size, run) {
  const { blob, closing } = upload;
  const { signal } = closing;
  const isKnown = upload.url !== null;
  const { alt } = upload;
  const url = upload.url ?? (await createUpload(run.limits.address, upload, signal));
  if (!isKnown) upload.told = alt;
  upload.sent = isKnown ? await uploadOffset(url, signal) : 0;
  change(upload, { url, state: "sending" }, run);
  while (upload.sent < blob.size) {
    const part = blob.slice(upload.sent, upload.sent + size);
    upload.sent = await sendPart(url, upload.sent, part, signal);
    run.onProgress(upload);
  }
  change(upload, { state: "checking" }, run);
  await checked(upload, url, run);
}

/**
 * @param {Upload} upload
 * @param {string} url
 * @param {Run} run
 */
async function checked(upload, url, run) {
  const { signal } = upload.closing;
  for (;;) {
    const { state, file, detail } = await uploadState(url, signal);
    if (state === "refused") throw new Refused(detail ?? NOT_ACCEPTED, 415);
    if (state === "ready" && file) return ready(upload, file, run);
    if (state === "uploading") throw new Interrupted();
    await pauseFor(CHECK_INTERVAL, signal);
  }
}

/**
 * It can be used once the server knows what it shows, as it was described last.
 *
 * @param {Upload} upload
 * @param {Protocol.File} file
 * @param {Run} run
 */
async function ready(upload, file, run) {
  const { url, closing } = upload;
  while (url && upload.told !== upload.alt) {
    const { alt } = upload;
    await describeUpload(url, alt, closing.signal);
    upload.told = alt;
  }
  change(upload, { state: "ready", file }, run);
}

/**
 * @param {Upload} upload
 * @param {Partial<Upload>} facts
 * @param {Run} run
 */
function change(upload, facts, { onChange }) {
  Object.assign(upload, facts);
  onChange(upload);
}

/**
 * Resolves after a time, or as soon as the browser says that there is a connection.
 *
 * @param {number} time  ms
 * @param {AbortSignal} signal
 */
async function online(time, signal) {
  const over = new AbortController();
  const options = { once: true, signal: AbortSignal.any([signal, over.signal]) };
  const back = new Promise((resolve) => addEventListener("online", resolve, options));
  await Promise.race([pauseFor(time, signal), back]);
  over.abort();
}

/**
 * @param {number} time  ms
 * @param {AbortSignal} signal
 */
function pauseFor(time, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, time);
    signal.addEventListener("abort", () => resolve(clearTimeout(timer)), { once: true });
  });
}
