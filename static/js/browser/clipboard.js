// Text onto the clipboard.

import { h } from "../dom.js";

/**
 * Copies; false where the browser does not allow it.
 *
 * @param {string} text
 */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelecting(text);
  }
}

/**
 * The old way: browsers give no clipboard to plain http beyond localhost, but copy what is selected.
 *
 * @param {string} text
 */
function copyBySelecting(text) {
  const focused = document.activeElement;
  const box = h("textarea", { class: "visually-hidden", readonly: true });
  box.value = text;
  document.body.append(box);
  box.select();
  const copied = execCopy();
  box.remove();
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  return copied;
}

function execCopy() {
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  }
}
