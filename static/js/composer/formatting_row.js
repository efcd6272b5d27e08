// The row of formatting buttons below the text.

import { findAll, h, icon } from "../dom.js";
import { gettext, interpolate } from "../i18n.js";
import { applyFormat, FORMAT_KEYS } from "./format_keys.js";

/** @import { FormatName } from "./format_keys.js" */

/** @typedef {{ icon: string, label: string, format: FormatName }} FormatButton */

/** @type {FormatButton[]} */
const BUTTONS = [
  { icon: "bold", label: gettext("Bold"), format: "bold" },
  { icon: "italic", label: gettext("Italic"), format: "italic" },
  { icon: "strikethrough", label: gettext("Strikethrough"), format: "strikethrough" },
  { icon: "code", label: gettext("Code"), format: "code" },
  { icon: "code-block", label: gettext("Code block"), format: "codeBlock" },
  { icon: "quotation", label: gettext("Quotation"), format: "quotation" },
  { icon: "list", label: gettext("List"), format: "list" },
  { icon: "link", label: gettext("Link"), format: "link" },
];
const HINTS = [
  `**${gettext("bold")}**`,
  `_${gettext("italic")}_`,
  `\`${gettext("code")}\``,
  `> ${gettext("quotation")}`,
];

/**
 * Makes the buttons of the row, where it has none yet.
 *
 * @param {HTMLElement} row
 * @param {HTMLTextAreaElement} textarea
 */
export function fillFormattingRow(row, textarea) {
  if (row.childElementCount) return;
  row.append(...BUTTONS.map((button) => buttonElement(button, textarea)), hints());
  row.addEventListener("keydown", (event) => moveFocus(event, row, textarea));
  row.addEventListener("pointerdown", (event) => event.preventDefault()); // what is selected stays so
  setTabStop(row, 0);
}

/**
 * @param {FormatButton} button
 * @param {HTMLTextAreaElement} textarea
 */
function buttonElement({ icon: name, label, format }, textarea) {
  const { key = "", shift = false } = FORMAT_KEYS.find((one) => one.format === format) ?? {};
  const withKeys = shift ? gettext("%(format)s, Ctrl Shift %(key)s") : gettext("%(format)s, Ctrl %(key)s");
  const text = key ? interpolate(withKeys, { format: label, key: key.toUpperCase() }) : label;
  const attributes = { class: "icon-button", type: "button", "aria-label": text, title: text };
  return h("button", { ...attributes, click: () => applyFormat(format, textarea) }, icon(name));
}

function hints() {
  const marks = HINTS.flatMap((mark) => [h("code", {}, mark), " "]);
  return h("p", { class: "formatting__hint" }, gettext("Or just type:"), " ", ...marks);
}

/**
 * The row is one stop of the Tab key, and arrows move in it.
 *
 * @param {KeyboardEvent} event
 * @param {HTMLElement} row
 * @param {HTMLTextAreaElement} textarea
 */
function moveFocus(event, row, textarea) {
  const buttons = findAll(row, "button", HTMLButtonElement);
  const current = buttons.findIndex((button) => button === document.activeElement);
  const forward = getComputedStyle(row).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  const back = forward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
  const place = { [forward]: current + 1, [back]: current - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (event.key === "Escape") {
    event.stopPropagation();
    textarea.focus();
  }
  if (place === undefined) return;
  event.preventDefault();
  setTabStop(row, (place + buttons.length) % buttons.length)?.focus();
}

/**
 * @param {HTMLElement} row
 * @param {number} place
 */
function setTabStop(row, place) {
  const buttons = findAll(row, "button", HTMLButtonElement);
  buttons.forEach((button, index) => (button.tabIndex = index === place ? 0 : -1));
  return buttons[place];
}
