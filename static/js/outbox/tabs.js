// Which tab sends what: each has an id for as long as it lives, reloads included, and takes over from closed ones.

import { heldLocks, holdLock } from "../browser/locks.js";
import { tabStorage } from "../browser/storage.js";
import { uuid } from "../uuid.js";

const KEY = "wick:tab";

/** @type {Promise<string> | null} */
let own = null;

/** This tab's id. A duplicated tab gets another one than its original. */
export const tabId = () => (own ??= claimedId());

async function claimedId() {
  const kept = tabStorage.get(KEY);
  if (kept && (await holdLock(`${KEY}:${kept}`)) !== false) return kept;
  const id = uuid();
  tabStorage.set(KEY, id);
  await holdLock(`${KEY}:${id}`);
  return id;
}

/** The ids of the open tabs; null where the browser cannot list them. */
export async function openTabs() {
  const names = await heldLocks();
  return names && new Set(names.map((name) => name.slice(KEY.length + 1)));
}
