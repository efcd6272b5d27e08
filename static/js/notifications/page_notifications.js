// What the server wants shown while a tab is open: a sound, and a notification of the system if nobody looks at the
// site. Of several tabs one does it.

import { waitForLock } from "../browser/locks.js";
import { serviceWorkers } from "../browser/service_workers.js";
import { isAnyPageFocused } from "./attention.js";
import { deviceSettings } from "./device_settings.js";
import { playSound } from "./sound.js";

/** @import { Connection } from "../connection/connection.js" */

const LOCK = "wick:notifier";
const REMEMBERED = 100; // notifications

export class PageNotifications {
  /** @type {Map<string, { frame: Protocol.Notification, shown: Notification | null }>} */
  #known = new Map(); // by tag, oldest first
  #isNotifier = false;

  /**
   * @param {Connection} connection
   * @param {(url: string) => unknown} open  goes to a page of the site
   */
  constructor(connection, open) {
    this.open = open;
    waitForLock(LOCK).then(() => (this.#isNotifier = true));
    connection.on("notification", (frame) => this.#received(frame));
    connection.on("read", ({ room, seq }) => this.#read(room, seq));
    connection.on("counts", ({ room, read }) => this.#read(room, read));
    serviceWorkers()?.addEventListener("message", ({ data }) => {
      if (data.type === "open") open(data.url);
    });
  }

  /** @param {Protocol.Notification} frame */
  async #received(frame) {
    if (this.#known.has(frame.tag)) return;
    const one = { frame, shown: /** @type {Notification | null} */ (null) };
    this.#known.set(frame.tag, one);
    for (const tag of [...this.#known.keys()].slice(0, -REMEMBERED)) this.#known.delete(tag);
    if (!this.#isNotifier) return;
    if (deviceSettings.sound) playSound();
    if (deviceSettings.desktop && !deviceSettings.push && !(await isAnyPageFocused())) {
      one.shown = this.#show(frame);
    }
  }

  /** @param {Protocol.Notification} frame */
  #show({ title, text, tag, url }) {
    try {
      const shown = new Notification(title, { body: text, tag });
      shown.addEventListener("click", () => {
        shown.close();
        window.focus();
        this.open(url);
      });
      return shown;
    } catch {
      return null; // browsers of phones show them by service workers only
    }
  }

  /**
   * What was read here or elsewhere needs no notification any more.
   *
   * @param {string} room
   * @param {number} seq
   */
  #read(room, seq) {
    for (const { frame, shown } of this.#known.values()) {
      if (frame.room === room && frame.seq <= seq) shown?.close();
    }
    if (deviceSettings.push) closePushed(room, seq).catch(() => null);
  }
}

/**
 * Closes what the service worker has shown of a room, up to here.
 *
 * @param {string} room
 * @param {number} seq
 */
async function closePushed(room, seq) {
  const registration = await serviceWorkers()?.getRegistration();
  for (const pushed of (await registration?.getNotifications()) ?? []) {
    if (pushed.data?.room === room && pushed.data.seq <= seq) pushed.close();
  }
}
