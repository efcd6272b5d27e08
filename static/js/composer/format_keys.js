// The keys that format what is written.

import * as formatting from "./formatting.js";
import { applyEdit } from "./text_edit.js";

/** @typedef {Exclude<keyof typeof formatting, "linked">} FormatName */

/**
 * With Ctrl, and with Shift where `shift` says so.
 *
 * @type {{ format: FormatName, key: string, shift: boolean }[]}
 */
export const FORMAT_KEYS = [
  { format: "bold", key: "b", shift: false },
  { format: "italic", key: "i", shift: false },
  { format: "strikethrough", key: "x", shift: true },
  { format: "code", key: "e", shift: false },
  { format: "codeBlock", key: "c", shift: true },
];

/**
 * The shortcut of a format, done; false for any other key.
 *
 * @param {KeyboardEvent} event
 * @param {HTMLTextAreaElement} textarea
 */
export function handleFormatKey(event, textarea) {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
  if (altKey || ctrlKey === metaKey) return false;
  const found = FORMAT_KEYS.find((one) => one.key === key.toLowerCase() && one.shift === shiftKey);
  if (!found) return false;
  event.preventDefault();
  applyFormat(found.format, textarea);
  return true;
}

/**
 * @param {FormatName} name
 * @param {HTMLTextAreaElement} textarea
 */
export function applyFormat(name, textarea) {
  const { value, selectionStart: start, selectionEnd: end } = textarea;
  applyEdit(textarea, formatting[name]({ value, start, end }));
}
