// Blocks of code that are being written: lines between fences of ``` or ~~~, as the server reads them.

const FENCE = /^\s*(`{3,}|~{3,})(.*)$/;

/**
 * Is a position in the text within a block that was opened and is not closed yet?
 *
 * @param {string} text
 * @param {number} position
 */
export function inFence(text, position) {
  /** @type {string | null} */
  let open = null;
  for (const line of text.slice(0, position).split("\n")) open = fenceAfter(open, line);
  return open !== null;
}

/**
 * The fence that is open after a line; null for none.
 *
 * @param {string | null} open  before it
 * @param {string} line
 */
function fenceAfter(open, line) {
  const [, fence = "", rest = ""] = FENCE.exec(line) ?? [];
  if (!fence) return open;
  if (open === null) return fence.startsWith("`") && rest.includes("`") ? null : fence;
  return fence.startsWith(open) && !rest.trim() ? null : open;
}

/**
 * Is it within such a block, or behind a backtick of its line that is not closed?
 *
 * @param {string} text
 * @param {number} position
 */
export function inCode(text, position) {
  if (inFence(text, position)) return true;
  const line = text.slice(text.lastIndexOf("\n", position - 1) + 1, position);
  return (line.match(/`+/g) ?? []).length % 2 === 1;
}

/**
 * What the line before the caret says where it opens a block: the fence, and what has been written of the language.
 *
 * @param {string} before  the text before the caret
 */
export function openedFence(before) {
  const start = before.lastIndexOf("\n") + 1;
  const [, fence = "", language = ""] = /^\s{0,3}(`{3,}|~{3,})([\w+#.-]*)$/.exec(before.slice(start)) ?? [];
  return fence && !inFence(before, start) ? { fence, language } : null;
}

/**
 * The line that opens the block in which a text ends, and the mark that closes it; null where it ends in none.
 *
 * @param {string} text
 */
export function openFence(text) {
  /** @type {string | null} */
  let open = null;
  let opened = "";
  for (const line of text.split("\n")) {
    const next = fenceAfter(open, line);
    if (next && !open) opened = line;
    open = next;
  }
  return open && { line: opened.trim(), mark: open };
}
