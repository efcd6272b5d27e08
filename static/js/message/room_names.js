// Names of rooms in messages: those of rooms that the reader may see are links.

import { findAll, h } from "../dom.js";

const KEPT = 2000; // names
const MOST = 50; // names of one request
const PAUSE = 50; // ms in which what is missing gathers

/** @type {Map<string, boolean>} */
const known = new Map(); // by address: may the reader see such a room?
/** @type {Set<string>} */
const missing = new Set();
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/**
 * Makes links of the names in a message; those that the page does not know follow.
 *
 * @param {HTMLElement} body
 */
export function linkRooms(body) {
  for (const name of findAll(body, "span.room-name", HTMLElement)) {
    const { room = "" } = name.dataset;
    if (known.get(room)) name.replaceWith(roomLink(room, name.textContent ?? ""));
    else if (!known.has(room)) ask(room);
  }
}

/**
 * @param {string} room
 * @param {string} text
 */
const roomLink = (room, text) => h("a", { class: "room-name", href: `/rooms/${room}/` }, text);

/** @param {string} room */
function ask(room) {
  missing.add(room);
  timer ??= setTimeout(fetchMissing, PAUSE);
}

async function fetchMissing() {
  timer = undefined;
  const wanted = [...missing].slice(0, MOST);
  missing.clear();
  const response = await fetch(
    `/room-names/?${new URLSearchParams(wanted.map((name) => ["name", name]))}`,
  ).catch(() => null);
  if (!response?.ok) return;
  const found = new Set((await response.json()).rooms);
  if (known.size >= KEPT) known.clear();
  for (const name of wanted) known.set(name, found.has(name));
  for (const name of findAll(document, "span.room-name", HTMLElement)) {
    const { room = "" } = name.dataset;
    if (found.has(room)) name.replaceWith(roomLink(room, name.textContent ?? ""));
  }
}
