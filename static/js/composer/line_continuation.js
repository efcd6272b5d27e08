// A new line within a list or a quotation begins as the one before. On an item without a text the list ends instead.

import { inFence } from "./code_fence.js";

/** @import { TextEdit } from "./text_edit.js" */

const ITEM = /^(\s*)(> ?|[-*+] (?:\[[ x]\] )?|(\d{1,8})([.)]) )(.*)$/isu;

/**
 * What a new line at the caret does instead of a mere line break; null for that.
 *
 * @param {string} value
 * @param {number} caret
 * @returns {TextEdit | null}
 */
export function continuedLine(value, caret) {
  if (inFence(value, caret)) return null;
  const start = value.lastIndexOf("\n", caret - 1) + 1;
  const item = ITEM.exec(value.slice(start, caret));
  if (!item) return null;
  const [rest = ""] = value.slice(caret).split("\n", 1);
  const isEmpty = !item[5]?.trim() && !rest.trim();
  if (isEmpty) return { start, end: caret, text: "" };
  return { start: caret, end: caret, text: `\n${item[1]}${nextMark(item)}` };
}

/** @param {RegExpExecArray} item */
function nextMark([, , mark = "", number, sign]) {
  return number ? `${Number(number) + 1}${sign} ` : mark.replace(/\[x\]/i, "[ ]");
}
