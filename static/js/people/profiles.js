// What the page knows of people beside their names: pictures, statuses, quiet times. The page brings those that it
// shows, frames bring what changes, and what is still missing is fetched, many people at once.

import { Emitter } from "../emitter.js";

const KEPT = 5000; // people
const MOST = 100; // ids of one request
const PAUSE = 50; // ms in which what is missing gathers
const RECHECK = 30_000; // ms: statuses and quiet times end by themselves

/** @type {Map<string, Protocol.Profile | null>} */
const known = new Map(); // by id; null: nothing but names
/** @type {Set<string>} */
const missing = new Set();
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** @type {Emitter<{ changed: [Protocol.Profile] }>} */
export const profileChanges = new Emitter();

/**
 * These are the profiles of these people now.
 *
 * @param {Protocol.Profile[]} profiles
 */
export function noteProfiles(profiles) {
  for (const profile of profiles) {
    if (known.size >= KEPT) known.clear();
    known.set(profile.id, profile);
    profileChanges.emit("changed", profile);
  }
}

/**
 * The server has said all that there is of these people.
 *
 * @param {Iterable<string>} ids
 */
export function noteWhole(ids) {
  for (const id of ids) if (!known.has(id)) known.set(id, null);
}

/**
 * What is known of somebody; what is not follows.
 *
 * @param {string} id
 * @returns {Protocol.Profile | null}
 */
export function profileOf(id) {
  const profile = known.get(id);
  if (profile === undefined) ask(id);
  return profile ?? null;
}

/** @param {string} id */
export function isQuiet(id) {
  const quiet = profileOf(id)?.quiet;
  const now = new Date().toISOString();
  return quiet !== undefined && quiet.from <= now && now < quiet.until;
}

/**
 * The status of somebody that has not ended.
 *
 * @param {string} id
 */
export function statusOf(id) {
  const status = profileOf(id)?.status;
  return status && !(status.until && status.until <= new Date().toISOString()) ? status : null;
}

/** @param {string} id */
function ask(id) {
  missing.add(id);
  timer ??= setTimeout(fetchMissing, PAUSE);
}

async function fetchMissing() {
  timer = undefined;
  const ids = [...missing].slice(0, MOST);
  for (const id of ids) missing.delete(id);
  if (missing.size) timer = setTimeout(fetchMissing, PAUSE);
  const query = new URLSearchParams(ids.map((id) => ["id", id]));
  const response = await fetch(`/profiles/?${query}`, { redirect: "manual" }).catch(() => null);
  if (!response?.ok) return; // asked again when they are drawn again
  noteProfiles((await response.json()).profiles);
  noteWhole(ids);
}

setInterval(() => {
  for (const profile of known.values()) {
    if (!profile?.quiet && !profile?.status?.until) continue;
    if (profile.quiet && profile.quiet.until <= new Date().toISOString()) ask(profile.id); // for the next one
    profileChanges.emit("changed", profile);
  }
}, RECHECK);
