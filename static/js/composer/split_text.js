// A text that is longer than a message may be, as several messages: cut between paragraphs, lines, sentences or words,
// in this order. A block of code that is cut ends in one message and goes on in the next.

import { codePointLength } from "../format.js";
import { openFence } from "./code_fence.js";

const ENDS = [/\n\s*\n/g, /\n/g, /[.!?…。！？](?=\s)/g, /\s/g];
const ROOM_FOR_FENCES = 60; // code points: the end and the beginning of a block
const EARLIEST = 0.5; // of a part: a cut before it would make too many

/**
 * @param {string} text
 * @param {number} limit  code points of a message
 */
export function splitText(text, limit) {
  /** @type {string[]} */
  const parts = [];
  let rest = text.trim();
  while (codePointLength(rest) > limit) {
    const end = cutWithin(rest, limit - ROOM_FOR_FENCES);
    const part = rest.slice(0, end).trimEnd();
    const fence = openFence(part);
    parts.push(fence ? `${part}\n${fence.mark}` : part);
    const following = fence ? rest.slice(end).replace(/^\n/, "") : rest.slice(end).trimStart();
    rest = fence ? `${fence.line}\n${following}` : following;
  }
  return rest ? [...parts, rest] : parts;
}

/**
 * Where a part ends: a position within the text.
 *
 * @param {string} text
 * @param {number} most  code points
 */
function cutWithin(text, most) {
  const longest = [...text.slice(0, 2 * most)].slice(0, most).join("");
  for (const end of ENDS) {
    const last = [...longest.matchAll(end)].at(-1);
    const position = last ? last.index + last[0].length : 0;
    if (position >= longest.length * EARLIEST) return position;
  }
  return longest.length;
}
