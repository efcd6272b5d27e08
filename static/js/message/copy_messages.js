// Copying selected messages.

import { closest, findAll, required } from "../dom.js";
import { formatTime } from "../format.js";
import { htmlOf, textOf } from "./selection.js";

/** @import { SelectedPart } from "./selection.js" */

/**
 * Several messages are copied as `Name, 14:05: text`, each from a new line; a part of one is that part alone, without
 * the time and name that the selection went over.
 *
 * @param {HTMLElement} element  around all messages
 * @param {AbortSignal} signal
 */
export function enableCopyMessages(element, signal) {
  const onCopy = (/** @type {ClipboardEvent} */ event) => {
    const selection = getSelection();
    if (closest(event.target, "input, textarea", Element) || !selection?.rangeCount) return;
    const parts = selectedParts(element, selection.getRangeAt(0));
    if (!parts.length || !event.clipboardData) return;
    const several = parts.length > 1;
    event.clipboardData.setData("text/plain", parts.map((part) => line(part, several)).join("\n"));
    event.clipboardData.setData("text/html", parts.map((part) => htmlOf(part, several)).join(""));
    event.preventDefault();
  };
  document.addEventListener("copy", onCopy, { signal });
}

/**
 * What is selected of each message, in order; nothing where only names are selected.
 *
 * @param {HTMLElement} element
 * @param {Range} range
 * @returns {SelectedPart[]}
 */
function selectedParts(element, range) {
  return findAll(element, ".message:not(.message--deleted)", HTMLElement)
    .filter((message) => range.intersectsNode(message))
    .map((message) => ({
      name: message.dataset.author ?? "",
      time: formatTime(new Date(required(message, "time", HTMLTimeElement).dateTime)),
      content: intersection(range, required(message, ".message__body", HTMLElement)),
    }))
    .filter(({ content }) => textOf(content));
}

/**
 * A copy of what of `body` is in the range.
 *
 * @param {Range} range
 * @param {HTMLElement} body
 */
function intersection(range, body) {
  const part = document.createRange();
  part.selectNodeContents(body);
  if (range.compareBoundaryPoints(Range.START_TO_START, part) > 0) {
    part.setStart(range.startContainer, range.startOffset);
  }
  if (range.compareBoundaryPoints(Range.END_TO_END, part) < 0) {
    part.setEnd(range.endContainer, range.endOffset);
  }
  return range.intersectsNode(body) ? part.cloneContents() : document.createDocumentFragment();
}

/**
 * @param {SelectedPart} part
 * @param {boolean} several
 */
const line = ({ name, time, content }, several) =>
  several ? `${name}, ${time}: ${textOf(content)}` : textOf(content);
