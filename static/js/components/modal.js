// Modal dialogs.

import { h } from "../dom.js";

/**
 * Shows a dialog, and removes it from the page when it closes.
 *
 * @param {HTMLDialogElement} dialog
 */
export function openModal(dialog) {
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
}

/**
 * A small dialog around a form.
 *
 * @param {string} label
 * @param {HTMLFormElement} form
 */
export function smallDialog(label, form) {
  return h("dialog", { class: "dialog dialog--small", "aria-label": label }, form);
}
