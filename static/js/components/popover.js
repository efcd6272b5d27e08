// Menus and pickers beside what opened them. They close on Escape and on a press elsewhere.

import { h } from "../dom.js";
import { openModal } from "./modal.js";

const GAP = 4; // px
const narrow = matchMedia("(width < 40rem)");

/**
 * Shows `element` under or above `anchor`, on phones at the bottom edge (by CSS); returns what closes it.
 *
 * @param {HTMLElement} element
 * @param {HTMLElement} anchor
 * @param {"start" | "end"} [edge]  of the anchor, with which it is in line
 */
export function openPopover(element, anchor, edge = "end") {
  element.setAttribute("popover", "auto");
  (anchor.closest("dialog, main, nav") ?? document.body).append(element); // within a landmark, and above a dialog
  element.showPopover();
  const placed = narrow.matches ? null : keepBeside(element, anchor.getBoundingClientRect(), edge);
  anchor.setAttribute("aria-expanded", "true");
  element.addEventListener("toggle", (event) => {
    if (!(event instanceof ToggleEvent) || event.newState !== "closed") return;
    placed?.disconnect();
    closed(element, anchor);
  });
  return () => element.hidePopover();
}

/**
 * @param {HTMLElement} element
 * @param {HTMLElement} anchor
 */
function closed(element, anchor) {
  element.remove();
  anchor.setAttribute("aria-expanded", "false");
  if (document.activeElement !== document.body) return;
  const focusable = anchor.closest("[tabindex], a[href], button, textarea");
  if (focusable instanceof HTMLElement) focusable.focus();
}

/**
 * The same for what opens while a finger is still down. A popover would close as the finger lifts; a modal dialog
 * stays, and keeps presses from what lies below. The lifting itself presses nothing: only a press that began here.
 *
 * @param {HTMLElement} element
 * @param {HTMLElement} anchor
 */
export function openByTouch(element, anchor) {
  const dialog = h(
    "dialog",
    { class: "touch-menu", "aria-label": element.getAttribute("aria-label") },
    element,
  );
  let pressed = false;
  dialog.addEventListener("pointerdown", () => (pressed = true));
  dialog.addEventListener("click", (event) => onClick(event, dialog, pressed), { capture: true });
  openModal(dialog);
  if (!narrow.matches) moveBeside(element, anchor.getBoundingClientRect());
  return () => dialog.close();
}

/**
 * @param {MouseEvent} event
 * @param {HTMLDialogElement} dialog
 * @param {boolean} pressed
 */
function onClick(event, dialog, pressed) {
  const byKey = event.detail === 0;
  if (!pressed && !byKey) event.stopImmediatePropagation();
  else if (event.target === dialog) dialog.close();
}

/**
 * Moves it beside the anchor now, and again when its content makes it larger or smaller.
 * @param {HTMLElement} element
 * @param {DOMRect} anchor
 * @param {"start" | "end"} edge
 */
function keepBeside(element, anchor, edge) {
  moveBeside(element, anchor, edge);
  const observer = new ResizeObserver(() => moveBeside(element, anchor, edge));
  observer.observe(element);
  return observer;
}

/**
 * @param {HTMLElement} element
 * @param {DOMRect} anchor
 * @param {"start" | "end"} [edge]
 */
function moveBeside(element, anchor, edge = "end") {
  const { width, height } = element.getBoundingClientRect();
  const fitsBelow = anchor.bottom + GAP + height < innerHeight;
  const top = fitsBelow ? anchor.bottom + GAP : Math.max(GAP, anchor.top - GAP - height);
  const rightToLeft = document.dir === "rtl";
  const left = rightToLeft === (edge === "end") ? anchor.left : anchor.right - width;
  element.style.top = `${top}px`;
  element.style.left = `${Math.max(GAP, Math.min(left, innerWidth - width - GAP))}px`;
}
