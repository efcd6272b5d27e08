// What is set for notifications on this device.

import { deviceStorage } from "../browser/storage.js";

const DESKTOP = "wick:notifications:desktop";
const SOUND = "wick:notifications:sound";
const PUSH = "wick:notifications:push";

/**
 * `user`: whose it is, by id; `endpoint`: where the browser takes messages; `url`: where it is subscribed.
 *
 * @typedef {{ user: string, endpoint: string, url: string }} Push
 */

export const deviceSettings = {
  get desktop() {
    return deviceStorage.get(DESKTOP) === "on" && permission() === "granted";
  },
  set desktop(on) {
    keep(DESKTOP, on ? "on" : "");
  },
  get sound() {
    return deviceStorage.get(SOUND) === "on";
  },
  set sound(on) {
    keep(SOUND, on ? "on" : "");
  },
  /** @returns {Push | null} */
  get push() {
    return JSON.parse(deviceStorage.get(PUSH) ?? "null");
  },
  set push(push) {
    keep(PUSH, push ? JSON.stringify(push) : "");
  },
};

/** May this page show notifications of the system? "unsupported" where the browser has none. */
export function permission() {
  return "Notification" in window ? Notification.permission : "unsupported";
}

/**
 * @param {string} key
 * @param {string} value
 */
function keep(key, value) {
  if (value) deviceStorage.set(key, value);
  else deviceStorage.remove(key);
}
