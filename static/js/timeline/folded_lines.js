// Many lines in a row about the room itself take one line, which opens. chat/views/timeline.py does the same.

/** @import { LineRow, Row } from "./rows.js" */

const MOST = 3; // that stand one by one

/**
 * The rows, with each run of more than three lines as one.
 *
 * @param {Row[]} rows
 * @returns {Row[]}
 */
export function foldLines(rows) {
  /** @type {Row[]} */
  const folded = [];
  /** @type {LineRow[]} */
  let run = [];
  const endRun = () => {
    folded.push(...foldedRun(run));
    run = [];
  };
  for (const row of rows) {
    if (row.kind === "line") run.push(row);
    else {
      endRun();
      folded.push(row);
    }
  }
  endRun();
  return folded;
}

/**
 * @param {LineRow[]} run
 * @returns {Row[]}
 */
function foldedRun(run) {
  const [first] = run;
  const last = run.at(-1);
  if (!first || !last || run.length <= MOST) return run;
  return [{ key: `l${first.seq}`, kind: "lines", at: last.at, lines: run }];
}
