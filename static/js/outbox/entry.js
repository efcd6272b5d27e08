// An entry of the outbox: a frame that the server has not confirmed.

import { uuid } from "../uuid.js";

/**
 * As it is stored. `order` sorts entries by when they were made; `tab` is the tab that sends it; `problem` is why it
 * failed, in words.
 *
 * @typedef {object} StoredEntry
 * @property {string} id
 * @property {Protocol.Submission} frame
 * @property {number} at  ms since the epoch
 * @property {number} order
 * @property {string | null} tab
 * @property {string | null} problem
 * @property {string[]} uploads  files that the message waits for, by their ids on this device
 * @property {number | null} heldUntil  ms since the epoch: until then it can be undone, and is not sent
 *
 * `stored`: by the server; such an entry stays until its event is seen.
 * @typedef {"waiting" | "sending" | "failed" | "stored"} EntryState
 *
 * @typedef {StoredEntry & { state: EntryState, firstTry: number | null }} Entry
 */

let lastOrder = 0;

/**
 * @param {Protocol.Submission} frame
 * @param {string | null} tab
 * @param {string[]} uploads
 * @param {number} hold  ms in which it can be undone
 * @returns {Entry}
 */
export function newEntry(frame, tab, uploads, hold) {
  lastOrder = Math.max(Date.now() * 1000, lastOrder + 1);
  const problem = null;
  return {
    id: uuid(),
    frame,
    at: Date.now(),
    order: lastOrder,
    tab,
    problem,
    uploads,
    heldUntil: hold ? Date.now() + hold : null,
    state: "waiting",
    firstTry: null,
  };
}

/**
 * An entry as it comes out of storage: what failed stays so until its writer decides.
 *
 * @param {StoredEntry} stored
 * @returns {Entry}
 */
export function restoredEntry(stored) {
  const { uploads = [], heldUntil = null, problem } = stored;
  return { ...stored, uploads, heldUntil, state: problem ? "failed" : "waiting", firstTry: null };
}

/**
 * What is stored of an entry.
 *
 * @param {Entry} entry
 * @returns {StoredEntry}
 */
export function storedEntry({ id, frame, at, order, tab, problem, uploads, heldUntil }) {
  return { id, frame, at, order, tab, problem, uploads, heldUntil };
}

/**
 * Does it wait for files?
 *
 * @param {Entry} entry
 */
export const waitsForFiles = ({ frame, uploads }) =>
  frame.type === "post" && uploads.length > 0 && frame.files === undefined;

/**
 * Can it still be undone?
 *
 * @param {Entry} entry
 */
export const isHeld = ({ heldUntil, state }) =>
  state === "waiting" && heldUntil !== null && heldUntil > Date.now();
