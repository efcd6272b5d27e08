// How long a message can be undone before it is sent: chosen in the settings, kept on this device.

import { cookie } from "../browser/storage.js";

const CHOICES = [5, 10, 20]; // seconds, as in chat/views/forms.py

/** In ms; 0 where messages are sent at once. */
export function undoTime() {
  const seconds = Number(cookie("undo"));
  return CHOICES.includes(seconds) ? seconds * 1000 : 0;
}
