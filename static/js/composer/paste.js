// What is pasted becomes what was meant: an address over selected words a link, a table a table in Markdown.

import { inCode } from "./code_fence.js";
import { linked } from "./formatting.js";
import { pastedTable } from "./pasted_table.js";
import { applyEdit } from "./text_edit.js";

/** @import { TextEdit } from "./text_edit.js" */

/** @param {HTMLTextAreaElement} textarea */
export function enableRichPaste(textarea) {
  textarea.addEventListener("paste", (event) => {
    const edit = event.clipboardData && editFor(event.clipboardData, textarea);
    if (!edit) return;
    event.preventDefault();
    applyEdit(textarea, edit);
  });
}

/**
 * @param {DataTransfer} data
 * @param {HTMLTextAreaElement} textarea
 * @returns {TextEdit | null}
 */
function editFor(data, { value, selectionStart: start, selectionEnd: end }) {
  if (inCode(value, start)) return null;
  const text = data.getData("text/plain");
  if (start !== end) return linked({ value, start, end }, text.trim());
  const table = pastedTable(data.getData("text/html"), text);
  if (!table) return null;
  const before = start > 0 && value[start - 1] !== "\n" ? "\n" : "";
  return { start, end, text: `${before}${table}\n` };
}
