// A selected part of a message, as text and as HTML for other programs.

import { h } from "../dom.js";

/** @typedef {{ name: string, time: string, content: DocumentFragment }} SelectedPart */

const BLOCKS = new Set(["P", "LI", "PRE", "BLOCKQUOTE", "UL", "OL", "DIV"]);
const ADDED = ".visually-hidden, .code__head, .message__note"; // what the page added to the message
const KEPT = new Set(["href", "start"]); // attributes that mean something elsewhere

/**
 * The text of a fragment, line by line.
 *
 * @param {DocumentFragment} fragment
 */
export function textOf(fragment) {
  const lines = new LineWriter();
  write(fragment, lines, false);
  return lines.text.replace(/^\n+|\s+$/g, "");
}

class LineWriter {
  text = "";

  endLine() {
    if (this.text && !this.text.endsWith("\n")) this.text += "\n";
  }
}

/**
 * @param {Node} node
 * @param {LineWriter} lines
 * @param {boolean} inCode
 */
function write(node, lines, inCode) {
  if (node instanceof Text) {
    if (inCode || !isLayout(node)) lines.text += node.data;
  } else if (node.nodeName === "BR") {
    lines.text += "\n";
  } else if (!(node instanceof Element && node.matches(ADDED))) {
    writeChildren(node, lines, inCode || node.nodeName === "PRE");
  }
}

/**
 * @param {Node} node
 * @param {LineWriter} lines
 * @param {boolean} inCode
 */
function writeChildren(node, lines, inCode) {
  const block = BLOCKS.has(node.nodeName);
  if (block) lines.endLine();
  for (const child of node.childNodes) write(child, lines, inCode);
  if (block) lines.endLine();
}

/**
 * The line ends that stand between blocks in the server's HTML.
 *
 * @param {Text} node
 */
const isLayout = (node) => node.data.trim() === "" && node.data.includes("\n");

/**
 * The part as HTML without what only this page understands; `named`: below its name and time.
 *
 * @param {SelectedPart} part
 * @param {boolean} named
 */
export function htmlOf({ name, time, content }, named) {
  const copy = content.cloneNode(true);
  if (!(copy instanceof DocumentFragment)) return "";
  for (const added of copy.querySelectorAll(ADDED)) added.remove();
  for (const element of copy.querySelectorAll("*")) keepAttributes(element);
  const header = named && h("p", {}, h("b", {}, name), `, ${time}:`);
  return h("div", {}, header, copy).outerHTML;
}

/** @param {Element} element */
function keepAttributes(element) {
  for (const name of element.getAttributeNames()) if (!KEPT.has(name)) element.removeAttribute(name);
}
