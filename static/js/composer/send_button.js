// What the button that sends says.

import { icon } from "../dom.js";
import { gettext } from "../i18n.js";

/**
 * @param {HTMLButtonElement} button
 * @param {{ isEditing: boolean, isOnline: boolean }} state
 */
export function drawSendButton(button, state) {
  const { name, label } = labelOf(state);
  button.setAttribute("aria-label", label);
  button.replaceChildren(icon(name));
}

/** @param {{ isEditing: boolean, isOnline: boolean }} state */
function labelOf({ isEditing, isOnline }) {
  if (isEditing) return { name: "check", label: gettext("Save changes") };
  if (isOnline) return { name: "send", label: gettext("Send") };
  return { name: "clock", label: gettext("Send when back online") };
}
