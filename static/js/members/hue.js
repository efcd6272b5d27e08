// The hue of each user's avatar and name. chat/templatetags/people.py computes their own in the same way.

import { findAll } from "../dom.js";

const HUES = 12;
const STEP = 5; // between hues that are tried one after the other: far off in colour
const bytes = new TextEncoder();

/**
 * A user's own hue, 0 to 11: FNV-1a (32 bits) over the lower-cased user name.
 *
 * @param {string} username
 */
export function hue(username) {
  let digest = 0x811c9dc5;
  for (const byte of bytes.encode(username.toLowerCase())) {
    digest = Math.imul(digest ^ byte, 0x01000193) >>> 0;
  }
  return digest % HUES;
}

/** @type {Map<string, number>} */
const assigned = new Map(); // user name in lower case: the hue in the room on show

/**
 * Assigns different hues to those who are about to be shown, as far as there are any; the first keep their own.
 *
 * @param {string[]} usernames
 */
export function assignHues(usernames) {
  assigned.clear();
  const names = [...new Set(usernames.map((name) => name.toLowerCase()))];
  for (const name of names) if (!taken().has(hue(name))) assigned.set(name, hue(name));
  for (const name of names) hueInRoom(name);
}

/**
 * The hue of a user in the room on show: their own, or a free one when somebody else has that already.
 *
 * @param {string} username
 */
export function hueInRoom(username) {
  const name = username.toLowerCase();
  const found = assigned.get(name) ?? freeHue(hue(name));
  assigned.set(name, found);
  return found;
}

const taken = () => new Set(assigned.values());

/**
 * `own`, or the first free hue after it; with none free, `own` again.
 *
 * @param {number} own
 */
function freeHue(own) {
  const all = Array.from({ length: HUES }, (_, step) => (own + STEP * step) % HUES);
  const used = taken();
  return all.find((one) => !used.has(one)) ?? own;
}

/**
 * Gives avatars that the server drew, by hues of their own, those of the room.
 *
 * @param {Element} element
 */
export function colourAvatars(element) {
  for (const avatar of findAll(element, "[data-avatar]", HTMLElement)) {
    avatar.dataset.hue = String(hueInRoom(avatar.dataset.avatar ?? ""));
  }
}
