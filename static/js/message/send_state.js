// What a message says while the outbox holds something of it: itself, an edit or a deletion.

import { h, icon } from "../dom.js";
import { gettext, interpolate } from "../i18n.js";
import { isHeld } from "../outbox/entry.js";
import { heldLine } from "./held_line.js";

/** @import { Entry } from "../outbox/entry.js" */

const LATE_AFTER = 400; // ms before something on its way says so
const BUTTONS = { retry: gettext("Send again"), discard: gettext("Discard") };

/** @typedef {{ failed: string, sending: string, waiting: string }} Texts */

/** @type {Record<"post" | "edit" | "delete" | "pin", Texts>} */
const TEXTS = {
  post: {
    failed: gettext("Not sent. %(problem)s"),
    sending: gettext("Sending"),
    waiting: gettext("Waiting for the connection"),
  },
  edit: {
    failed: gettext("Change not sent. %(problem)s"),
    sending: gettext("Change: sending"),
    waiting: gettext("Change: waiting for the connection"),
  },
  delete: {
    failed: gettext("Deletion not sent. %(problem)s"),
    sending: gettext("Deletion: sending"),
    waiting: gettext("Deletion: waiting for the connection"),
  },
  pin: {
    failed: gettext("Pin not changed. %(problem)s"),
    sending: gettext("Pin: sending"),
    waiting: gettext("Pin: waiting for the connection"),
  },
};

/**
 * Has an entry waited long enough to say so?
 *
 * @param {Entry} entry
 */
export const isLate = (entry) => Date.now() - entry.at >= LATE_AFTER;

/**
 * Calls back when an entry that is new now is late.
 *
 * @param {() => void} action
 */
export const whenLate = (action) => setTimeout(action, LATE_AFTER + 20);

/**
 * The line below a message that is being sent, edited or deleted; null where nothing is to be said.
 *
 * @param {Entry} entry
 * @param {boolean} online
 */
export function sendState(entry, online) {
  const { frame, state } = entry;
  if (frame.type === "react") return null;
  const texts = TEXTS[frame.type];
  if (state === "failed") {
    return failedLine(entry, interpolate(texts.failed, { problem: entry.problem ?? "" }));
  }
  if (isHeld(entry)) return heldLine(entry);
  if (!isLate(entry) || state === "stored") return null;
  return stateLine("clock", online ? texts.sending : texts.waiting);
}

/**
 * @param {string} iconName
 * @param {string} text
 */
function stateLine(iconName, text) {
  return h("p", { class: "message__status" }, icon(iconName), h("span", {}, text));
}

/**
 * @param {Entry} entry
 * @param {string} text
 */
function failedLine(entry, text) {
  const line = stateLine("warn", text);
  line.classList.add("message__status--bad");
  line.setAttribute("role", "status");
  for (const [action, label] of Object.entries(BUTTONS)) {
    const attributes = {
      class: "link-button",
      type: "button",
      "data-action": action,
      "data-outbox-id": entry.id,
    };
    line.append(h("button", attributes, label));
  }
  return line;
}
