// Does what is typed go to a page of this site? Tabs know of each other by a lock that the one with the focus holds.

import { heldLocks, holdLockWhile } from "../browser/locks.js";

const LOCK = "wick:attended:";

const isFocused = () => document.visibilityState === "visible" && document.hasFocus();

/** From now on the other tabs know when this one has the focus. */
export function shareFocus() {
  holdLockWhile(LOCK + Math.random().toString(36).slice(2), ["focus", "blur"], isFocused);
}

/** Has any tab of this site the focus? Without locks only this one is known. */
export async function isAnyPageFocused() {
  const held = await heldLocks();
  return held === null ? isFocused() : held.some((name) => name.startsWith(LOCK));
}
