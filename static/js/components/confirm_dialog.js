// A dialog that asks for a confirmation before something is done.

import { isComposing } from "../browser/input_method.js";
import { h, icon } from "../dom.js";
import { gettext } from "../i18n.js";
import { openModal, smallDialog } from "./modal.js";

/**
 * `inputLabel`: for a dialog that takes a text too. `action` is run with that text while the dialog is still open,
 * and returns why it failed, in words, or nothing.
 *
 * @typedef {object} Confirmation
 * @property {string} title
 * @property {string} text
 * @property {string} confirm  the label of the button
 * @property {boolean} [danger]
 * @property {string} [inputLabel]
 * @property {(input: string) => Promise<string>} [action]
 */

/**
 * True when the user confirms. Focus goes back to where it was.
 *
 * @param {Confirmation} confirmation
 * @returns {Promise<boolean>}
 */
export function confirmDialog({ title, text, confirm, danger = false, inputLabel, action }) {
  const cancel = h("button", { class: "button button--plain", type: "button" }, gettext("Cancel"));
  const submit = h("button", { class: `button ${danger ? "button--danger" : "button--primary"}` }, confirm);
  const input = inputLabel
    ? h("input", { class: "input", id: "confirm-input", maxlength: 250, autocomplete: "off" })
    : null;
  const form = h(
    "form",
    { class: "dialog__form", method: "dialog" },
    h("h2", { class: "dialog__title" }, title),
    h("p", { class: "dialog__text" }, text),
    input && h("div", { class: "field" }, label(inputLabel), input),
    h("p", { class: "dialog__actions" }, cancel, submit),
  );
  const dialog = smallDialog(title, form);
  cancel.addEventListener("click", () => dialog.close());
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && isComposing(event)) event.preventDefault();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    submit.disabled = true;
    const problem = await action?.(input?.value.trim() ?? "");
    submit.disabled = false;
    if (problem) showProblem(form, problem);
    else dialog.close("confirmed");
  });
  openModal(dialog);
  (input ?? submit).focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "confirmed"));
  });
}

/** @param {string | undefined} text */
function label(text) {
  return h(
    "label",
    { for: "confirm-input" },
    text,
    " ",
    h("small", { class: "field__optional" }, gettext("optional")),
  );
}

/**
 * @param {HTMLFormElement} form
 * @param {string} problem
 */
function showProblem(form, problem) {
  form.querySelector(".field__error")?.remove();
  const line = h(
    "p",
    { class: "field__error", role: "alert" },
    icon("warn", "small"),
    h("span", {}, problem),
  );
  form.lastElementChild?.before(line);
}
