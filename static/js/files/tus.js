// Sending a file to the server by the tus protocol (tus.io, version 1.0.0): in parts, so that it goes on where it was
// interrupted.

import { find } from "../dom.js";
import { gettext } from "../i18n.js";

const ANSWER_TIMEOUT = 60_000; // ms
const LONGEST_WAIT = 60; // seconds that the server may ask for; beyond, the file is refused
export const NOT_ACCEPTED = gettext("The server does not accept this file.");
const SIGNED_OUT = gettext("You are signed out. Sign in and try again.");

/** The server does not take it, for a reason that trying again does not change. */
export class Refused extends Error {
  /**
   * @param {string} detail  in words
   * @param {number} status
   */
  constructor(detail, status) {
    super(detail);
    this.status = status;
  }
}

/** It did not work now: trying again can help. */
export class Interrupted extends Error {
  /** @param {number} [wait]  seconds that the server asks for */
  constructor(wait = 0) {
    super();
    this.wait = wait;
  }
}

/**
 * What the server says of an upload.
 *
 * @typedef {object} ServerState
 * @property {"uploading" | "checking" | "ready" | "refused"} state
 * @property {number} offset
 * @property {string} [detail]
 * @property {Protocol.File} [file]
 */

/**
 * Announces a file; gives the address of the upload.
 *
 * @param {string} address
 * @param {{ blob: Blob, name: string, type: string, alt: string }} file
 * @param {AbortSignal} signal
 */
export async function createUpload(address, { blob, name, type, alt }, signal) {
  const metadata = Object.entries({ filename: name, filetype: type, alt }).filter(([, value]) => value);
  const headers = {
    "Upload-Length": String(blob.size),
    "Upload-Metadata": metadata.map(([key, value]) => `${key} ${base64(value)}`).join(","),
  };
  const response = await request("POST", address, { headers, signal });
  return new URL(response.headers.get("Location") ?? "", response.url).pathname;
}

/**
 * How many bytes of it the server has.
 *
 * @param {string} url
 * @param {AbortSignal} signal
 */
export const uploadOffset = async (url, signal) => offsetOf(await request("HEAD", url, { signal }));

/**
 * Sends a part; gives how many bytes the server has then.
 *
 * @param {string} url
 * @param {number} offset
 * @param {Blob} part
 * @param {AbortSignal} signal
 */
export async function sendPart(url, offset, part, signal) {
  const headers = { "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" };
  return offsetOf(await request("PATCH", url, { headers, body: part, signal }));
}

/**
 * @param {string} url
 * @param {AbortSignal} signal
 * @returns {Promise<ServerState>}
 */
export const uploadState = async (url, signal) => (await request("GET", url, { signal })).json();

/**
 * Says in words what an image shows.
 *
 * @param {string} url
 * @param {string} alt
 * @param {AbortSignal} signal
 */
export async function describeUpload(url, alt, signal) {
  await request("POST", url, { body: new URLSearchParams({ alt }), signal });
}

/**
 * Tells the server that the file is not wanted any more. Where that does not arrive, it forgets the file by itself.
 *
 * @param {string} url
 */
export function deleteUpload(url) {
  const { signal } = new AbortController();
  request("DELETE", url, { signal }).catch(() => null);
}

/**
 * @param {string} method
 * @param {string} url
 * @param {{ signal: AbortSignal, headers?: Record<string, string>, body?: Blob | URLSearchParams }} options
 */
async function request(method, url, { signal, headers, body }) {
  const own = { "Tus-Resumable": "1.0.0", "X-CSRFToken": csrfToken(), Accept: "application/json" };
  const response = await fetch(url, {
    method,
    headers: { ...own, ...headers },
    body: body ?? null,
    redirect: "manual",
    signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_TIMEOUT)]),
  }).catch(() => {
    throw new Interrupted();
  });
  if (!response.ok) throw await problemOf(response);
  return response;
}

/** @param {Response} response */
async function problemOf(response) {
  const { status, type } = response;
  if (type === "opaqueredirect") return new Refused(SIGNED_OUT, 401);
  const wait = Number(response.headers.get("Retry-After") ?? 0);
  const isBusy = status === 429 && wait <= LONGEST_WAIT;
  if (status === 409 || status >= 500 || isBusy) return new Interrupted(wait);
  const { detail } = await response.json().catch(() => ({}));
  return new Refused(detail ?? NOT_ACCEPTED, status);
}

/** @param {Response} response */
const offsetOf = (response) => Number(response.headers.get("Upload-Offset"));

/** @param {string} text */
const base64 = (text) => btoa(String.fromCodePoint(...new TextEncoder().encode(text)));

/** Any form of the page has it. */
const csrfToken = () => find(document, "[name=csrfmiddlewaretoken]", HTMLInputElement)?.value ?? "";
