// The WebSocket: where frames are sent and received. It is watched by pings, and opened again after it was lost.

import { Emitter } from "../emitter.js";
import { wholeFrame } from "../log/lean.js";
import { backoff } from "./backoff.js";
import { Timers } from "./timers.js";

const WELCOME_TIMEOUT = 10_000; // ms
const PING_INTERVAL = 15_000;
const PONG_TIMEOUT = 8_000;
const STABLE_AFTER = 10_000; // a connection that lasted so long resets the back-off
const FINAL = new Set([4401, 4403]); // not signed in, not allowed: coming back would change nothing
const GOING_AWAY = 1012;
const ABNORMAL = 1006;

/** @typedef {"idle" | "connecting" | "online" | "offline" | "ended"} State */

/**
 * Each frame is emitted under its type. Besides: the states ("online" with the welcome, "offline" and "ended" with
 * a close code), "leaving" (this instance goes away: send no more), and "state" at each change.
 *
 * @typedef {{ [Type in keyof Protocol.ServerFrames]: [Protocol.ServerFrames[Type]] }} FrameEvents
 * @typedef {FrameEvents & {
 *   connecting: [],
 *   online: [Protocol.Welcome],
 *   leaving: [],
 *   offline: [number],
 *   ended: [number],
 *   state: [State],
 * }} ConnectionEvents
 */

/** @extends {Emitter<ConnectionEvents>} */
export class Connection extends Emitter {
  /** @type {State} */
  state = "idle";
  leaving = false;
  retryAt = 0; // ms since the epoch, while offline
  since = Date.now(); // of the state
  /** @type {Protocol.Welcome | null} */
  welcome = null;
  /** @type {WebSocket | null} */
  #socket = null;
  #attempt = 0;
  #timers = new Timers();
  /** @type {number | null} */
  #returnAt = null; // when this instance said to come back

  /** @param {string} url */
  constructor(url) {
    super();
    this.url = url;
    addEventListener("online", () => this.tryNow());
    addEventListener("offline", () => this.#lost());
    addEventListener("pagehide", () => this.#lost());
    addEventListener("pageshow", (event) => event.persisted && this.tryNow());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.#wake();
    });
  }

  get online() {
    return this.state === "online";
  }

  /** May a frame be sent that would make an event? */
  get open() {
    return this.online && !this.leaving;
  }

  start() {
    this.#become("connecting");
    const socket = new WebSocket(this.url);
    this.#socket = socket;
    socket.addEventListener("message", (event) => {
      if (socket === this.#socket) this.#receive(wholeFrame(JSON.parse(event.data)));
    });
    socket.addEventListener("close", (event) => {
      if (socket === this.#socket) this.#lost(event.code);
    });
    this.#timers.start("welcome", WELCOME_TIMEOUT, () => this.#lost());
  }

  /**
   * Sends a frame when there is a welcomed socket; returns whether there was.
   *
   * @param {Protocol.ClientFrame} frame
   */
  send(frame) {
    if (!this.online || !this.#socket) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** Connects without waiting any longer. */
  tryNow() {
    if (this.state === "offline") this.start();
  }

  /** @param {any} frame  any of Protocol.ServerFrames, or one of a type that is not known here */
  #receive(frame) {
    this.#timers.stop("pong");
    if (frame.type === "welcome") return this.#welcomed(frame);
    if (frame.type === "reconnect") this.#leave(frame.after);
    this.emit(frame.type, frame);
  }

  /** @param {Protocol.Welcome} frame */
  #welcomed(frame) {
    this.#timers.stop("welcome");
    this.welcome = frame;
    this.leaving = false;
    this.#returnAt = null;
    this.#timers.start("stable", STABLE_AFTER, () => (this.#attempt = 0));
    this.#timers.start("ping", PING_INTERVAL, () => this.#ping());
    this.#become("online", frame);
  }

  /**
   * What was sent is still answered; then the server closes, and another one takes us at the time that it gave.
   *
   * @param {number} seconds
   */
  #leave(seconds) {
    this.leaving = true;
    this.#returnAt = Date.now() + seconds * 1000;
    this.#timers.start("leave", Math.max(5000, seconds * 1000), () => this.#lost(GOING_AWAY));
    this.emit("leaving");
  }

  #ping() {
    this.send({ type: "ping" });
    this.#timers.start("pong", PONG_TIMEOUT, () => this.#lost());
    this.#timers.start("ping", PING_INTERVAL, () => this.#ping());
  }

  /** Back from sleep or from another tab: is the socket still alive? */
  #wake() {
    if (this.online) this.#ping();
    else this.tryNow();
  }

  #lost(code = ABNORMAL) {
    if (this.state !== "connecting" && this.state !== "online") return;
    this.#timers.stopAll();
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
    if (FINAL.has(code)) return this.#become("ended", code);
    const wait = this.#returnAt ? Math.max(0, this.#returnAt - Date.now()) : backoff(this.#attempt++);
    this.#returnAt = null;
    this.leaving = false;
    this.retryAt = Date.now() + wait;
    this.#timers.start("retry", wait, () => this.tryNow());
    this.#become("offline", code);
  }

  /**
   * @template {"connecting" | "online" | "offline" | "ended"} Next
   * @param {Next} state
   * @param {ConnectionEvents[Next]} details
   */
  #become(state, ...details) {
    if (state !== "offline") this.#timers.stop("retry");
    this.state = state;
    this.since = Date.now();
    this.emit(state, ...details);
    this.emit("state", state);
  }
}

/** Where this site's socket is, on which events come in their lean form. */
export function socketUrl({ protocol, host } = location) {
  return `${protocol === "https:" ? "wss:" : "ws:"}//${host}/ws/?lean=1`;
}
