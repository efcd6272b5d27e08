// The row of formatting buttons below the text. A button of the composer shows and hides it; the device remembers that.

import { deviceStorage } from "../browser/storage.js";
import { findAll, h, icon } from "../dom.js";
import { gettext, interpolate } from "../i18n.js";
import * as formatting from "./formatting.js";
import { applyEdit } from "./text_edit.js";

/** @import { Format } from "./formatting.js" */

/**
 * `key` with Ctrl, and with Shift where `shift` says so.
 *
 * @typedef {{ icon: string, label: string, format: Format, key?: string, shift?: boolean }} FormatButton
 */

const KEY = "wick:formatting";

/** @type {FormatButton[]} */
const BUTTONS = [
  { icon: "bold", label: gettext("Bold"), format: formatting.bold, key: "b" },
  { icon: "italic", label: gettext("Italic"), format: formatting.italic, key: "i" },
  {
    icon: "strikethrough",
    label: gettext("Strikethrough"),
    format: formatting.strikethrough,
    key: "x",
    shift: true,
  },
  { icon: "code", label: gettext("Code"), format: formatting.code, key: "e" },
  { icon: "code-block", label: gettext("Code block"), format: formatting.codeBlock, key: "c", shift: true },
  { icon: "quotation", label: gettext("Quotation"), format: formatting.quotation },
  { icon: "list", label: gettext("List"), format: formatting.list },
  { icon: "link", label: gettext("Link"), format: formatting.link },
];
const HINTS = [
  `**${gettext("bold")}**`,
  `_${gettext("italic")}_`,
  `\`${gettext("code")}\``,
  `> ${gettext("quotation")}`,
];

/**
 * @param {object} parts
 * @param {HTMLTextAreaElement} parts.textarea
 * @param {HTMLElement} parts.card
 * @param {HTMLElement} parts.tools  where the button goes that shows the row
 */
export function addFormattingRow({ textarea, card, tools }) {
  const id = `${textarea.id}-formatting`;
  const row = h("div", { class: "formatting", id, role: "toolbar", "aria-label": gettext("Formatting") });
  row.append(...BUTTONS.map((button) => buttonElement(button, textarea)), hints());
  row.addEventListener("keydown", (event) => moveFocus(event, row, textarea));
  row.addEventListener("pointerdown", (event) => event.preventDefault()); // what is selected stays so
  const toggle = h(
    "button",
    {
      class: "icon-button composer__format",
      type: "button",
      "aria-label": gettext("Formatting"),
      "aria-controls": id,
    },
    icon("format"),
  );
  const show = (/** @type {boolean} */ shown) => {
    row.hidden = !shown;
    toggle.setAttribute("aria-expanded", String(shown));
  };
  toggle.addEventListener("click", () => {
    show(row.hidden);
    if (row.hidden) deviceStorage.remove(KEY);
    else deviceStorage.set(KEY, "shown");
    textarea.focus();
  });
  show(deviceStorage.get(KEY) === "shown");
  setTabStop(row, 0);
  tools.prepend(toggle);
  card.append(row);
}

/**
 * The shortcut of a format, done; false for any other key.
 *
 * @param {KeyboardEvent} event
 * @param {HTMLTextAreaElement} textarea
 */
export function handleFormatKey(event, textarea) {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
  if (altKey || ctrlKey === metaKey) return false;
  const button = BUTTONS.find((one) => one.key === key.toLowerCase() && Boolean(one.shift) === shiftKey);
  if (!button) return false;
  event.preventDefault();
  apply(button.format, textarea);
  return true;
}

/**
 * @param {Format} format
 * @param {HTMLTextAreaElement} textarea
 */
function apply(format, textarea) {
  const { value, selectionStart: start, selectionEnd: end } = textarea;
  applyEdit(textarea, format({ value, start, end }));
}

/**
 * @param {FormatButton} button
 * @param {HTMLTextAreaElement} textarea
 */
function buttonElement({ icon: name, label, format, key, shift }, textarea) {
  const withKeys = shift ? gettext("%(format)s, Ctrl Shift %(key)s") : gettext("%(format)s, Ctrl %(key)s");
  const text = key ? interpolate(withKeys, { format: label, key: key.toUpperCase() }) : label;
  const attributes = { class: "icon-button", type: "button", "aria-label": text, title: text };
  return h("button", { ...attributes, click: () => apply(format, textarea) }, icon(name));
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
