// Copying: code from its block, and the address of a message.

import { h } from "../dom.js";

const SAID = 1500; // ms

/** The Copy button of each block of code says so when it is done. */
export function copyCode(element) {
  element.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-act=copy]");
    if (!button || !(await copy(button.closest(".code").querySelector("pre").textContent))) return;
    const label = button.lastChild;
    label.textContent = "Copied";
    setTimeout(() => (label.textContent = "Copy"), SAID);
  });
}

/** Puts text on the clipboard; false where the browser does not let us. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelecting(text);
  }
}

/** The old way: browsers give no clipboard to plain http beyond localhost, but copy what is selected. */
function copyBySelecting(text) {
  const before = document.activeElement;
  const box = h("textarea", { class: "visually-hidden", readonly: true });
  box.value = text;
  document.body.append(box);
  box.select();
  const copied = document.execCommand("copy");
  box.remove();
  before?.focus({ preventScroll: true });
  return copied;
}
