// What the formatting buttons do to a text: each takes the text with what is selected, and gives an edit of it. A
// second press takes the format away again. Nothing here touches the document.

/** @import { TextEdit } from "./text_edit.js" */

/** @typedef {{ value: string, start: number, end: number }} Selected */
/** @typedef {(selected: Selected) => TextEdit} Format */

const ADDRESS = /^https?:\/\/\S+$/iu;

/**
 * Marks on both sides of the selection.
 *
 * @param {string} mark
 * @returns {Format}
 */
const marked = (mark) => (selected) => {
  const { value, start, end } = withoutBlanks(selected);
  const { length } = mark;
  const text = value.slice(start, end);
  if (value.slice(start - length, start) === mark && value.slice(end, end + length) === mark) {
    return { start: start - length, end: end + length, text, select: [start - length, end - length] };
  }
  if (text.length > 2 * length && text.startsWith(mark) && text.endsWith(mark)) {
    const inner = text.slice(length, -length);
    return { start, end, text: inner, select: [start, start + inner.length] };
  }
  return { start, end, text: mark + text + mark, select: [start + length, end + length] };
};

export const bold = marked("**");
export const italic = marked("_");
export const strikethrough = marked("~~");

/** @type {Format} */
export function code(selected) {
  const text = selected.value.slice(selected.start, selected.end);
  return text.includes("\n") ? codeBlock(selected) : marked("`")(selected);
}

/**
 * The selected lines as a block of code. The caret stands where its language is written.
 *
 * @type {Format}
 */
export function codeBlock({ value, start, end }) {
  const first = value.slice(value.lastIndexOf("\n", start - 1) + 1, start).trim() ? "\n" : "";
  const from = first ? start : value.lastIndexOf("\n", start - 1) + 1;
  const last = value.slice(end, lineEnd(value, end)).trim() ? "\n" : "";
  const text = value.slice(from, end).replace(/\n$/, "");
  const fence = "`".repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  const language = from + first.length + fence.length;
  return {
    start: from,
    end,
    text: `${first}${fence}\n${text}\n${fence}${last}`,
    select: [language, language],
  };
}

/**
 * A mark before each of the selected lines.
 *
 * @param {string} mark
 * @returns {Format}
 */
const prefixed =
  (mark) =>
  ({ value, start: selectionStart, end: selectionEnd }) => {
    const start = value.lastIndexOf("\n", selectionStart - 1) + 1;
    const end = lineEnd(value, Math.max(selectionStart, selectionEnd));
    const lines = value.slice(start, end).split("\n");
    const isSet = lines.every((line) => line.startsWith(mark));
    const text = lines.map((line) => (isSet ? line.slice(mark.length) : mark + line)).join("\n");
    const caret = start + text.length;
    return { start, end, text, select: [selectionStart === selectionEnd ? caret : start, caret] };
  };

export const quotation = prefixed("> ");
export const list = prefixed("- ");

/**
 * A link: what is selected is its text, or its address where it is one.
 *
 * @type {Format}
 */
export function link(selected) {
  const { value, start, end } = withoutBlanks(selected);
  const text = value.slice(start, end);
  if (ADDRESS.test(text)) return { start, end, text: `[](${text})`, select: [start + 1, start + 1] };
  const address = start + text.length + 3; // behind [text](
  return { start, end, text: `[${text}](https://)`, select: [address, address + "https://".length] };
}

/**
 * The selected text as the text of a link to a pasted address; null where that makes no link.
 *
 * @param {Selected} selected
 * @param {string} address
 * @returns {TextEdit | null}
 */
export function linked(selected, address) {
  const { value, start, end } = withoutBlanks(selected);
  const text = value.slice(start, end);
  if (!ADDRESS.test(address) || !text || ADDRESS.test(text) || /[\n\]]/.test(text)) return null;
  const target = address.replaceAll("(", "%28").replaceAll(")", "%29");
  return { start, end, text: `[${text}](${target})` };
}

/**
 * The selection without the blanks at its ends, beside which marks mean nothing.
 *
 * @param {Selected} selected
 * @returns {Selected}
 */
function withoutBlanks({ value, start, end }) {
  const text = value.slice(start, end);
  if (!text.trim()) return { value, start: end, end };
  const leading = text.length - text.trimStart().length;
  return { value, start: start + leading, end: end - (text.length - text.trimEnd().length) };
}

/**
 * @param {string} value
 * @param {number} position
 */
function lineEnd(value, position) {
  const end = value.indexOf("\n", position);
  return end < 0 ? value.length : end;
}
