// A finished :name: becomes its emoji as the second colon is typed.

import { loadEmoji, withCode } from "../components/emoji_list.js";
import { rememberEmoji } from "../components/recent_emoji.js";
import { toned } from "../components/skin_tone.js";
import { inCode } from "./code_fence.js";
import { applyEdit } from "./text_edit.js";

const BEGUN = /(?:^|[^\p{L}\p{N}:/]):[\p{L}\p{N}_+-]{2,}$/u;
const FINISHED = /(?:^|[^\p{L}\p{N}:/]):([\p{L}\p{N}_+-]{1,60}):$/u;

/**
 * @param {HTMLTextAreaElement} textarea
 * @param {boolean} isTyped  something was typed before
 */
export function convertEmojiNames(textarea, isTyped) {
  textarea.addEventListener("input", (event) => {
    if (!(event instanceof InputEvent) || event.isComposing) return;
    const before = textBefore(textarea);
    if (BEGUN.test(before)) loadEmoji().catch(() => null); // it is there when the name is finished
    if (event.data?.endsWith(":") && FINISHED.test(before)) convert(textarea);
  });
  if (isTyped && FINISHED.test(textBefore(textarea))) convert(textarea);
}

/** @param {HTMLTextAreaElement} textarea */
async function convert(textarea) {
  const { value } = textarea;
  const name = FINISHED.exec(textBefore(textarea))?.[1] ?? "";
  const end = textarea.selectionStart;
  if (inCode(value, end - 1)) return;
  const emoji = withCode(await loadEmoji().catch(() => []), name.toLowerCase());
  if (!emoji || textarea.value !== value || textarea.selectionStart !== end) return;
  const text = toned(emoji);
  rememberEmoji(text);
  applyEdit(textarea, { start: end - name.length - 2, end, text });
}

/** @param {HTMLTextAreaElement} textarea */
const textBefore = ({ value, selectionStart }) => value.slice(0, selectionStart);
