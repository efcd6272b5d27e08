// Loads what a first visit does not need (parts.js): with the first press, key or movement of the pointer, so that it is
// there before it is wanted, and at the latest when something of it is used.

import { required } from "../dom.js";
import { holdKeys } from "./held_keys.js";

/** @import * as onDemandParts from "./parts.js" */
/** @typedef {typeof onDemandParts} Parts */

const FIRST_SIGNS = ["pointerdown", "pointermove", "keydown", "input"]; // that somebody uses the page

/** @type {Parts | null} */
let parts = null;
/** @type {Promise<Parts> | null} */
let loading = null;
let attempts = 0;
/** @type {((loaded: Parts) => unknown)[]} */
const waiting = [];
/** @type {((loaded: Parts) => unknown) | null} */
let pressed = null; // what was pressed last, while it is loaded
let onFailure = () => {};

/**
 * Begins to load as soon as somebody uses the page.
 *
 * @param {() => void} failed  says that what was pressed could not be loaded
 */
export function enableLoading(failed) {
  onFailure = failed;
  const begun = new AbortController();
  const begin = (/** @type {Event} */ event) => {
    if (isResting(event)) return;
    begun.abort();
    load().catch(() => null); // nothing was pressed that needs it
  };
  for (const sign of FIRST_SIGNS) {
    addEventListener(sign, begin, { capture: true, passive: true, signal: begun.signal });
  }
}

/**
 * A browser may say that the pointer moves where a page has just opened below it.
 *
 * @param {Event} event
 */
const isResting = (event) =>
  event instanceof PointerEvent && event.type === "pointermove" && !event.movementX && !event.movementY;

/** There is a connection again: what could not be loaded is tried again. */
export function loadAgain() {
  if (attempts && !parts) load().catch(() => null);
}

/**
 * Does what was pressed: at once, or as soon as it is loaded. Of several presses meanwhile the last one counts.
 *
 * @param {(loaded: Parts) => unknown} action
 */
export function withParts(action) {
  if (parts) action(parts);
  else doOnceLoaded(action);
}

/**
 * The same for what opens a field to type in: what is typed before it is there goes into it.
 *
 * @param {(loaded: Parts) => unknown} action
 */
export function withField(action) {
  if (parts) action(parts);
  else doOnceLoaded(action).then(holdKeys());
}

/**
 * Does something once the parts are loaded. It does not load them.
 *
 * @param {(loaded: Parts) => unknown} action
 */
export function whenLoaded(action) {
  if (parts) action(parts);
  else waiting.push(action);
}

/** @param {(loaded: Parts) => unknown} action */
function doOnceLoaded(action) {
  pressed = action;
  return loadParts().then(
    (loaded) => {
      if (pressed !== action) return;
      pressed = null;
      action(loaded);
    },
    () => null,
  );
}

/** The parts. Where they cannot be loaded, the page says so, and this throws; a later call tries it again. */
export async function loadParts() {
  try {
    return await load();
  } catch (error) {
    onFailure();
    throw error;
  }
}

function load() {
  if (loading) return loading;
  loading = fetchParts();
  loading.then(
    (loaded) => waiting.splice(0).forEach((action) => action(loaded)),
    () => (loading = null),
  );
  return loading;
}

async function fetchParts() {
  const { content: url } = required(document, 'meta[name="on-demand"]', HTMLMetaElement);
  attempts += 1;
  // A browser may remember that a module could not be loaded: each further attempt has an address of its own.
  /** @type {Parts} */
  const loaded = await import(attempts > 1 ? `${url}?${attempts}` : url);
  parts = loaded;
  return loaded;
}
