// Spoilers: what is hidden until somebody presses it. Without scripts it is shown while it has the focus.

import { closest, findAll } from "../dom.js";
import { gettext } from "../i18n.js";

const KEPT = 500;

/** @type {Set<string>} */
const shown = new Set(); // keys of those that were shown: they stay so when their message is drawn again
/** @type {WeakMap<HTMLElement, string>} */
const keys = new WeakMap();

/**
 * Makes buttons of the spoilers in a message.
 *
 * @param {HTMLElement} body
 * @param {string} message  names it
 */
export function hideSpoilers(body, message) {
  findAll(body, ".spoiler", HTMLElement).forEach((spoiler, index) => {
    const key = `${message}:${index}`;
    keys.set(spoiler, key);
    if (shown.has(key)) {
      show(spoiler);
      return;
    }
    spoiler.setAttribute("role", "button");
    spoiler.setAttribute("aria-label", gettext("Hidden text: press to show it"));
  });
}

/**
 * Has spoilers shown that are pressed, by pointer or key.
 *
 * @param {HTMLElement} element  around all messages
 */
export function enableSpoilers(element) {
  element.addEventListener("click", ({ target }) => {
    const spoiler = hiddenAt(target);
    if (spoiler) show(spoiler);
  });
  element.addEventListener("keydown", (event) => {
    const spoiler = hiddenAt(event.target);
    if (!spoiler || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    show(spoiler);
  });
}

/** @param {EventTarget | null} target */
const hiddenAt = (target) => closest(target, ".spoiler[role=button]", HTMLElement);

/** @param {HTMLElement} spoiler */
function show(spoiler) {
  if (shown.size >= KEPT) shown.clear();
  shown.add(keys.get(spoiler) ?? "");
  spoiler.dataset.shown = "";
  for (const name of ["role", "aria-label"]) spoiler.removeAttribute(name);
}
