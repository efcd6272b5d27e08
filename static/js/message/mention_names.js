// The names that mentioned people have now. A text keeps the name that was typed.

import { findAll } from "../dom.js";

const EVERYONE = "*";
const KEPT = 2000; // names
const MOST = 50; // ids of one request
const PAUSE = 50; // ms in which what is missing gathers

/** @type {Map<string, string>} */
const names = new Map(); // by user id
/** @type {Map<string, Set<string>>} */
const missing = new Map(); // by room: user ids
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/**
 * These people have these names now.
 *
 * @param {Iterable<{ id: string, name: string }>} people
 */
export function noteNames(people) {
  for (const { id, name } of people) {
    if (names.get(id) === name) continue;
    if (names.size >= KEPT) names.clear();
    names.set(id, name);
    for (const mention of findAll(document, `.mention[data-user="${CSS.escape(id)}"]`, HTMLElement)) {
      mention.textContent = `@${name}`;
    }
  }
}

/**
 * Shows the names in a message; those that the page does not know follow.
 *
 * @param {HTMLElement} body
 * @param {string} room
 */
export function showNames(body, room) {
  for (const mention of findAll(body, ".mention[data-user]", HTMLElement)) {
    const { user = EVERYONE } = mention.dataset;
    const name = names.get(user);
    if (name) mention.textContent = `@${name}`;
    else if (user !== EVERYONE) ask(room, user);
  }
}

/**
 * @param {string} room
 * @param {string} user
 */
function ask(room, user) {
  const wanted = missing.get(room) ?? new Set();
  missing.set(room, wanted.add(user));
  timer ??= setTimeout(fetchMissing, PAUSE);
}

async function fetchMissing() {
  timer = undefined;
  const wanted = [...missing];
  missing.clear();
  for (const [room, users] of wanted) {
    const query = new URLSearchParams([...users].slice(0, MOST).map((id) => ["id", id]));
    const response = await fetch(`/mentionable/${room}/names/?${query}`).catch(() => null);
    if (response?.ok) noteNames((await response.json()).people);
  }
}
