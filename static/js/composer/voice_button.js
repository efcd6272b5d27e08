// The button that records a voice message, where the browser can.

import { required } from "../dom.js";
import { withParts } from "../on_demand/loader.js";

/** @import { Attachments } from "./attachments.js" */

/** Those that most browsers can play come first. */
const TYPES = ["audio/mp4", "audio/webm;codecs=opus", "audio/ogg;codecs=opus"];

/**
 * @param {object} parts
 * @param {HTMLFormElement} parts.form  the composer
 * @param {Attachments} parts.attachments
 * @param {AbortSignal} parts.signal  aborted when the room is closed
 */
export function enableVoice({ form, attachments, signal }) {
  const button = required(form, ".composer__voice", HTMLButtonElement);
  const type = recordedType();
  if (!type) return;
  button.hidden = false;
  const parts = { form, button, type, attachments, signal };
  button.addEventListener("click", () => withParts(({ recordVoice }) => recordVoice(parts)));
}

/** In what this browser records; undefined where it does not. */
function recordedType() {
  if (!("mediaDevices" in navigator) || !("MediaRecorder" in window)) return undefined;
  return TYPES.find((type) => MediaRecorder.isTypeSupported(type));
}
