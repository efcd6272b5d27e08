// A file on its way to the server.

import { uuid } from "../uuid.js";

/**
 * As it is kept on this device. `place`: in whose composer it is, a room; `entry`: of the outbox, once its message was
 * sent; `tab`: the tab that uploads it; `alt`: what an image shows, in words, and `told`, what of it the server knows;
 * `url`: of the upload, once the server has one; `file`: what the server made of it.
 *
 * @typedef {object} StoredUpload
 * @property {string} id
 * @property {string} place
 * @property {string | null} entry
 * @property {string | null} tab
 * @property {number} at  ms since the epoch
 * @property {Blob} blob
 * @property {string} name
 * @property {string} type
 * @property {string} alt
 * @property {string} told
 * @property {string | null} url
 * @property {Protocol.File | null} file
 *
 * `sent`: bytes. `preview`: an address for this page, of what can be shown.
 * @typedef {"waiting" | "sending" | "checking" | "ready" | "failed"} UploadState
 *
 * @typedef {StoredUpload & {
 *   state: UploadState, sent: number, problem: string | null, preview: string, closing: AbortController
 * }} Upload
 */

/**
 * @param {File} file
 * @param {string} place
 * @param {string | null} tab
 * @returns {Upload}
 */
export function newUpload(file, place, tab) {
  const { name, type } = file;
  const facts = { id: uuid(), place, entry: null, tab, at: Date.now(), blob: file, name, type };
  return openedUpload({ ...facts, alt: "", told: "", url: null, file: null });
}

/**
 * @param {StoredUpload} stored
 * @returns {Upload}
 */
export function openedUpload(stored) {
  const { blob, type, file } = stored;
  return {
    ...stored,
    state: file ? "ready" : "waiting",
    sent: file ? blob.size : 0,
    problem: null,
    preview: /^(image|audio|video)\//.test(type) ? URL.createObjectURL(blob) : "",
    closing: new AbortController(),
  };
}

/**
 * What is kept of it.
 *
 * @param {Upload} upload
 * @returns {StoredUpload}
 */
export function storedUpload({ id, place, entry, tab, at, blob, name, type, alt, told, url, file }) {
  return { id, place, entry, tab, at, blob, name, type, alt, told, url, file };
}

/**
 * It is on this page no longer.
 *
 * @param {Upload} upload
 */
export function closeUpload(upload) {
  upload.closing.abort();
  if (upload.preview) URL.revokeObjectURL(upload.preview);
}
