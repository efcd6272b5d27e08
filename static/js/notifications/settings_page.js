// The switches of this device on the page of the settings. The browser is asked only when one is pressed.

import { find, required } from "../dom.js";
import { gettext } from "../i18n.js";
import { deviceSettings, permission } from "./device_settings.js";
import { pushSupported, subscribe, unsubscribe } from "./push_subscription.js";
import { playSound } from "./sound.js";

const UNSUPPORTED = gettext("This browser cannot do that here. It may need a secure address (https).");
const DENIED = gettext(
  "Your browser blocks notifications of this site. You can change that in its settings.",
);
const FAILED = gettext("The browser could not subscribe to push notifications. Try again later.");

class DeviceSwitches {
  /**
   * @param {HTMLElement} section
   * @param {Protocol.User} me
   */
  constructor(section, me) {
    this.section = section;
    this.me = me;
    this.problem = required(section, "[data-problem]", HTMLElement);
    const { desktop, push, sound } = deviceSettings;
    this.#enable("desktop", desktop, (on) => this.#setDesktop(on));
    this.#enable("push", Boolean(push), (on) => this.#setPush(on));
    this.#enable("sound", sound, (on) => this.#setSound(on));
    section.hidden = false;
  }

  /**
   * @param {string} name
   * @param {boolean} on
   * @param {(on: boolean) => Promise<string> | string} set  returns why it could not be done
   */
  #enable(name, on, set) {
    const input = required(this.section, `[name=${name}]`, HTMLInputElement);
    input.checked = on;
    input.addEventListener("change", async () => {
      input.disabled = true;
      const wanted = input.checked;
      const problem = await set(wanted);
      if (problem) input.checked = !wanted;
      this.problem.textContent = problem;
      this.problem.hidden = !problem;
      input.disabled = false;
    });
  }

  /** @param {boolean} on */
  async #setDesktop(on) {
    const problem = on ? await askPermission() : "";
    deviceSettings.desktop = on && !problem;
    return problem;
  }

  /** @param {boolean} on */
  async #setPush(on) {
    if (!on) {
      this.#removeHere();
      await unsubscribe().catch(() => null);
      return "";
    }
    if (!pushSupported()) return UNSUPPORTED;
    const problem = await askPermission();
    if (problem) return problem;
    const { worker = "", key: keyUrl = "", subscribe: url = "" } = this.section.dataset;
    try {
      await subscribe({ worker, keyUrl, url, user: this.me.id });
    } catch (error) {
      return error instanceof DOMException ? FAILED : String(error instanceof Error ? error.message : error);
    }
    location.reload(); // the list of devices has this one
    return "";
  }

  /** Takes this device off the list. */
  #removeHere() {
    find(document, "[data-current-device]", HTMLFormElement)?.requestSubmit();
  }

  /** @param {boolean} on */
  #setSound(on) {
    deviceSettings.sound = on;
    if (on) playSound();
    return "";
  }
}

/** What the browser says, which may refuse the question itself. */
const requestPermission = async () => Notification.requestPermission();

/** Why notifications cannot be shown; "" where they can. */
async function askPermission() {
  if (permission() === "unsupported") return UNSUPPORTED;
  const answer = await requestPermission().catch(() => "denied");
  return answer === "granted" ? "" : DENIED;
}

/**
 * @param {HTMLElement} section
 * @param {Protocol.User} me
 */
export const enableDeviceSwitches = (section, me) => new DeviceSwitches(section, me);

/** A device that is taken off the list takes no more push messages. */
export function enableDeviceRemoval() {
  const form = find(document, "[data-current-device]", HTMLFormElement);
  form?.addEventListener("submit", () => void unsubscribe().catch(() => null));
}
