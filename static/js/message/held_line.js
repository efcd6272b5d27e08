// The line below a message that can still be undone: how long, and what can be done with it.

import { h, icon } from "../dom.js";
import { formatNumber } from "../format.js";
import { gettext, interpolate } from "../i18n.js";

/** @import { Entry } from "../outbox/entry.js" */

const BUTTONS = { undo: gettext("Undo"), send: gettext("Send now") };

/** @param {Entry} entry */
export function heldLine({ id, heldUntil }) {
  const line = h("p", { class: "message__status" }, icon("clock"), countdown(heldUntil ?? 0));
  for (const [action, label] of Object.entries(BUTTONS)) {
    const attributes = { class: "link-button", type: "button", "data-action": action, "data-outbox-id": id };
    line.append(" ", h("button", attributes, label));
  }
  return line;
}

/** @param {number} until  ms since the epoch */
function countdown(until) {
  const text = h("span", { "aria-live": "off" }); // the timeline is read out as it grows
  const left = () => Math.max(0, Math.ceil((until - Date.now()) / 1000));
  const draw = () => {
    text.textContent = interpolate(gettext("Sent in %(seconds)s s"), { seconds: formatNumber(left()) });
  };
  const timer = setInterval(() => {
    if (!left() || !text.isConnected) clearInterval(timer);
    draw();
  }, 1000);
  draw();
  return text;
}
