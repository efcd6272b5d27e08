// What a message that is written in a thread says of it.

import { find } from "../dom.js";

/**
 * The wish to show it in the room is for one message.
 *
 * @param {HTMLFormElement} form
 * @param {number | null} thread  null outside of one
 */
export function takeThreadFields(form, thread) {
  if (thread === null) return {};
  const box = find(form, "[name=also]", HTMLInputElement);
  const isAlso = box?.checked ?? false;
  if (box) box.checked = false;
  return { thread, ...(isAlso && { also: /** @type {const} */ (true) }) };
}
