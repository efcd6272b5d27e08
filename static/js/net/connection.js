// The socket: opened, watched, and opened again with patience.

import { Emitter } from "../emitter.js";
import { backoff } from "./backoff.js";

const WELCOME_WITHIN = 10_000; // ms
const PING_EVERY = 15_000;
const ANSWER_WITHIN = 8_000;
const STEADY_AFTER = 10_000; // a connection that lasted so long starts the waiting anew
const FINAL = new Set([4401, 4403]); // not signed in, not allowed: coming back would change nothing

/**
 * Emits each frame under its type, and "connecting", "online" (the welcome), "leaving" (this instance goes away:
 * send no more), "offline" (with `retryAt` set), "ended" (close code).
 */
export class Connection extends Emitter {
  state = "idle"; // connecting, online, offline, ended
  leaving = false;
  retryAt = null; // ms since the epoch
  since = Date.now(); // of the state
  welcome = null;
  #socket = null;
  #attempt = 0;
  #timers = new Map();
  #comeBackAt = null;

  constructor(url) {
    super();
    this.url = url;
    addEventListener("online", () => this.tryNow());
    addEventListener("offline", () => this.#lost());
    addEventListener("pagehide", () => this.#lost());
    addEventListener("pageshow", (event) => event.persisted && this.tryNow());
    document.addEventListener(
      "visibilitychange",
      () => document.visibilityState === "visible" && this.#wake(),
    );
  }

  get online() {
    return this.state === "online";
  }

  /** May something be sent that would make an event? */
  get open() {
    return this.online && !this.leaving;
  }

  start() {
    this.#become("connecting");
    const socket = (this.#socket = new WebSocket(this.url));
    const current = (handler) => (event) => socket === this.#socket && handler(event);
    socket.addEventListener(
      "message",
      current((event) => this.#heard(JSON.parse(event.data))),
    );
    socket.addEventListener(
      "close",
      current((event) => this.#lost(event.code)),
    );
    this.#after("welcome", WELCOME_WITHIN, () => this.#lost());
  }

  /** Sends a frame when there is a welcomed socket; tells whether there was. */
  send(frame) {
    if (!this.online) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** Tries without waiting any longer. */
  tryNow() {
    if (this.state === "offline") this.start();
  }

  #heard(frame) {
    this.#clear("answer");
    if (frame.type === "welcome") return this.#welcomed(frame);
    if (frame.type === "reconnect") this.#mustLeave(frame.after);
    this.emit(frame.type, frame);
  }

  #welcomed(frame) {
    this.#clear("welcome");
    this.welcome = frame;
    this.leaving = false;
    this.#comeBackAt = null;
    this.#after("steady", STEADY_AFTER, () => (this.#attempt = 0));
    this.#after("ping", PING_EVERY, () => this.#ping());
    this.#become("online", frame);
  }

  /** What was sent is still answered; then the server closes, and another one takes us at the time it told. */
  #mustLeave(seconds) {
    this.leaving = true;
    this.#comeBackAt = Date.now() + seconds * 1000;
    this.#after("leave", Math.max(5000, seconds * 1000), () => this.#lost(1012));
    this.emit("leaving");
  }

  #ping() {
    this.send({ type: "ping" });
    this.#after("answer", ANSWER_WITHIN, () => this.#lost());
    this.#after("ping", PING_EVERY, () => this.#ping());
  }

  /** Back from sleep or from another tab: is the line still there? */
  #wake() {
    if (this.online) this.#ping();
    else this.tryNow();
  }

  #lost(code = 1006) {
    if (this.state !== "connecting" && this.state !== "online") return;
    for (const name of [...this.#timers.keys()]) this.#clear(name);
    const socket = this.#socket;
    this.#socket = null;
    socket.close();
    if (FINAL.has(code)) return this.#become("ended", code);
    const wait = this.#comeBackAt ? Math.max(0, this.#comeBackAt - Date.now()) : backoff(this.#attempt++);
    this.#comeBackAt = null;
    this.leaving = false;
    this.retryAt = Date.now() + wait;
    this.#after("retry", wait, () => this.tryNow());
    this.#become("offline", code);
  }

  #become(state, ...details) {
    if (state !== "offline") this.#clear("retry");
    this.state = state;
    this.since = Date.now();
    this.emit(state, ...details);
    this.emit("state", state);
  }

  #after(name, wait, act) {
    this.#clear(name);
    this.#timers.set(name, setTimeout(act, wait));
  }

  #clear(name) {
    clearTimeout(this.#timers.get(name));
    this.#timers.delete(name);
  }
}

/** Where this site's socket is. */
export function socketUrl(place = location) {
  return `${place.protocol === "https:" ? "wss:" : "ws:"}//${place.host}/ws/`;
}
