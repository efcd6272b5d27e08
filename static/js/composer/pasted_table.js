// A table from a spreadsheet or another page, as Markdown writes it.

import { findAll } from "../dom.js";

const MOST_ROWS = 100;
const MOST_COLUMNS = 20;
const LONGEST = 500_000; // characters of the HTML
const STYLES = /<(style|script)\b[\s\S]*?<\/\1>/gi;
const ATTRIBUTES = /<(\w+)\s[^>]*>/g; // those of a style are against the page's policy even where nothing is shown

/**
 * The table that was copied; null where it was something else, or more than a table.
 *
 * @param {string} html
 * @param {string} text
 */
export const pastedTable = (html, text) => fromHtml(html) ?? fromTabs(text);

/** @param {string} html */
function fromHtml(html) {
  if (html.length > LONGEST || !/<table/i.test(html)) return null;
  const content = html.replace(STYLES, "").replace(ATTRIBUTES, "<$1>");
  const { body } = new DOMParser().parseFromString(content, "text/html"); // runs and loads nothing
  const tables = findAll(body, "table", HTMLTableElement);
  const [table] = tables;
  if (!table || tables.length > 1 || plain(body) !== plain(table)) return null;
  return written([...table.rows].map((row) => [...row.cells].map(plain)));
}

/** @param {string} text */
function fromTabs(text) {
  const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
  const rows = lines.map((line) => line.split("\t").map((cell) => cell.trim()));
  const width = rows[0]?.length ?? 0;
  const isTable = rows.length > 1 && rows[0]?.[0] && rows.every((row) => row.length === width);
  return isTable ? written(rows) : null;
}

/** @param {Element} element */
const plain = (element) => (element.textContent ?? "").replace(/\s+/gu, " ").trim();

/**
 * The first row is the head.
 *
 * @param {string[][]} rows
 */
function written(rows) {
  const width = Math.max(...rows.map((row) => row.length));
  if (rows.length < 2 || rows.length > MOST_ROWS || width < 2 || width > MOST_COLUMNS) return null;
  const lines = rows.map((row) => Array.from({ length: width }, (_, column) => escaped(row[column] ?? "")));
  const rule = Array.from({ length: width }, () => "---");
  return [lines[0] ?? [], rule, ...lines.slice(1)].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** @param {string} cell */
const escaped = (cell) => cell.replaceAll("|", "\\|");
