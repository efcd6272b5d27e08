// Which tab sends what: each has a name for as long as it lives, reloads included, and takes over from the dead.

import { uuid } from "../uuid.js";

const KEY = "wick:tab";
const locks = navigator.locks;

/** This tab's name. A duplicated tab gets another one than its twin. */
export async function tabName() {
  const kept = sessionStorage.getItem(KEY);
  if (!locks) return kept ?? remember(uuid());
  if (kept && (await hold(kept))) return kept;
  const name = remember(uuid());
  await hold(name);
  return name;
}

/** The names of the tabs that live; null where the browser cannot tell (plain http). */
export async function livingTabs() {
  if (!locks) return null;
  const { held } = await locks.query();
  return new Set(held.map((lock) => lock.name.slice(KEY.length + 1)));
}

function remember(name) {
  sessionStorage.setItem(KEY, name);
  return name;
}

/** Holds the name until the tab goes; false when another tab holds it. */
function hold(name) {
  return new Promise((settle) => {
    locks.request(`${KEY}:${name}`, { ifAvailable: true }, (lock) => {
      settle(lock !== null);
      return lock && new Promise(() => {});
    });
  });
}
