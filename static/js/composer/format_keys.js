// The keys that format what is written.

import { withParts } from "../on_demand/loader.js";

/** @import * as formatting from "./formatting.js" */
/** @typedef {Exclude<keyof typeof formatting, "linked">} FormatName */

/**
 * With Ctrl, and with Shift where `shift` says so.
 *
 * @type {Partial<Record<FormatName, { key: string, shift: boolean }>>}
 */
export const FORMAT_KEYS = {
  bold: { key: "b", shift: false },
  italic: { key: "i", shift: false },
  strikethrough: { key: "x", shift: true },
  code: { key: "e", shift: false },
  codeBlock: { key: "c", shift: true },
};

/**
 * The shortcut of a format, done; false for any other key.
 *
 * @param {KeyboardEvent} event
 * @param {HTMLTextAreaElement} textarea
 */
export function handleFormatKey(event, textarea) {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
  if (altKey || ctrlKey === metaKey) return false;
  const names = /** @type {FormatName[]} */ (Object.keys(FORMAT_KEYS));
  const name = names.find((one) => {
    const format = FORMAT_KEYS[one];
    return format?.key === key.toLowerCase() && format.shift === shiftKey;
  });
  if (!name) return false;
  event.preventDefault();
  withParts(({ applyFormat }) => applyFormat(name, textarea));
  return true;
}
