// Changes of a text in its field as if they were typed, so that Ctrl Z takes them back.

/**
 * What takes the place of the text from `start` to `end`. `select`: what is selected then; without it the caret stands
 * behind the new text.
 *
 * @typedef {{ start: number, end: number, text: string, select?: [number, number] }} TextEdit
 */

/**
 * @param {HTMLTextAreaElement} textarea
 * @param {TextEdit} edit
 */
export function applyEdit(textarea, { start, end, text, select }) {
  textarea.focus();
  textarea.setSelectionRange(start, end);
  const typed = typeInPlaceOfSelection(text, start === end);
  if (!typed) textarea.setRangeText(text, start, end, "end");
  if (select) textarea.setSelectionRange(...select);
  if (!typed || select) textarea.dispatchEvent(new Event("input", { bubbles: true }));
}

/**
 * By the only call that keeps the browser's own list of what can be undone; false where the browser refuses it.
 *
 * @param {string} text
 * @param {boolean} isEmpty  is nothing selected?
 */
function typeInPlaceOfSelection(text, isEmpty) {
  try {
    if (text) return document.execCommand("insertText", false, text);
    return isEmpty || document.execCommand("delete");
  } catch {
    return false;
  }
}

/**
 * Puts a text where the selection is.
 *
 * @param {HTMLTextAreaElement} textarea
 * @param {string} text
 */
export function insertText(textarea, text) {
  applyEdit(textarea, { start: textarea.selectionStart, end: textarea.selectionEnd, text });
}
