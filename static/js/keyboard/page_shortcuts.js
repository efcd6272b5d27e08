// Keyboard shortcuts that work everywhere on the page. Those of a single message are in message_shortcuts.js.

import { isComposing } from "../browser/input_method.js";
import { withParts } from "../on_demand/loader.js";

/** @import { Panes } from "../navigation/panes.js" */
/** @import { Sidebar } from "../sidebar/sidebar.js" */

/** @type {Partial<Record<string, number>>} */
const STEPS = { ArrowUp: -1, ArrowDown: 1 };

/**
 * @typedef {object} Parts
 * @property {() => void} goTo  opens the dialog in which one goes to a room, a person or a message
 * @property {Sidebar} sidebar
 * @property {Panes} panes
 * @property {(() => unknown)[]} onEscape  tried in order until one did something
 */

/** @param {Parts} parts */
export function enablePageShortcuts(parts) {
  addEventListener("keydown", (event) => {
    if (isComposing(event)) return;
    if (event.key === "Escape") return escape(parts.onEscape);
    const action = actionOf(event, parts);
    if (!action) return;
    event.preventDefault();
    action();
  });
}

/** @param {Parts["onEscape"]} actions */
function escape(actions) {
  if (!document.querySelector("dialog[open], :popover-open")) actions.some((action) => action());
}

/**
 * @param {KeyboardEvent} event
 * @param {Parts} parts
 * @returns {(() => void) | null}
 */
function actionOf(event, { goTo, sidebar, panes }) {
  const { key, altKey, shiftKey } = event;
  if (key === "F6") return () => panes.focusNext(shiftKey);
  if (event.ctrlKey || event.metaKey) return controlAction(event, goTo);
  const step = altKey ? STEPS[key] : undefined;
  return step ? () => openNeighbour(sidebar, step, shiftKey) : null;
}

/**
 * @param {KeyboardEvent} event
 * @param {() => void} goTo
 */
function controlAction({ key, shiftKey }, goTo) {
  if (key === "/") return () => withParts(({ showShortcuts }) => showShortcuts());
  return key.toLowerCase() === "k" && !shiftKey ? goTo : null;
}

/**
 * Opens the room above or below the current one, the list being a circle.
 *
 * @param {Sidebar} sidebar
 * @param {number} step  1 or -1
 * @param {boolean} unreadOnly
 */
function openNeighbour(sidebar, step, unreadOnly) {
  const all = sidebar.links();
  const current = all.findIndex((link) => link.hasAttribute("aria-current"));
  const before = all.slice(0, Math.max(0, current));
  const after = all.slice(current + 1);
  const order = step > 0 ? [...after, ...before] : [...before.reverse(), ...after.reverse()];
  const wanted = new Set(sidebar.links(unreadOnly));
  order.find((link) => wanted.has(link))?.click();
}
