// What is being written, kept for each room and each thread on this device, and by the server for the user's other devices.

import { deviceStorage } from "../browser/storage.js";
import { uuid } from "../uuid.js";

/** @import { Connection } from "../connection/connection.js" */

/** @typedef {{ text: string, at: number, sent: boolean, sentAt?: number }} Kept  `at`: ms; `sent`: the server has it */

const PERIOD = 2000; // ms between two frames
const ON_ITS_WAY = 10_000; // ms: what this device sent before a change of its own may be stored after it
const PAGE_ASKED = performance.timeOrigin; // ms
const PAGE_CAME = Date.now();

const THREAD = "#"; // before the number of a thread; no room's id has one

/**
 * This is begun in a room or a thread of it, here or on another device: a thread is opened with it.
 *
 * @param {PageData.Room} room
 * @param {PageData.KeptDraft} draft
 */
export function noteDraft(room, { thread, text, at }) {
  const others = room.drafts.filter((draft) => draft.thread !== thread);
  room.drafts = text ? [...others, { thread, text, at }] : others;
}

/** @param {string} userId */
const prefix = (userId) => `wick:draft:${userId}:`;

export class Draft {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #sentAt = 0;
  #confirming = { id: "", at: 0 }; // the ping behind the last draft that was sent, whose pong says that it is stored

  /**
   * @param {object} parts
   * @param {string} parts.userId
   * @param {PageData.Room} parts.room
   * @param {number | null} parts.thread  the first message of the thread; null in the room itself
   * @param {Connection} parts.connection
   * @param {(text: string) => void} parts.onReceived  it was written on another device
   * @param {(isThere: boolean) => void} parts.onChange  something is written here, or nothing any more
   * @param {AbortSignal} parts.signal  aborted when the room is closed
   */
  constructor({ userId, room, thread, connection, onReceived, onChange, signal }) {
    this.key = prefix(userId) + room.id + (thread === null ? "" : `${THREAD}${thread}`);
    this.thread = thread;
    this.room = room.id;
    this.noteHere = (/** @type {Kept} */ { text, at }) =>
      noteDraft(room, { thread, text, at: new Date(at).toISOString() });
    this.connection = connection;
    this.onChange = onChange;
    this.#takeFromServer(room.drafts.find((draft) => draft.thread === thread) ?? null);
    connection.on("online", () => this.#sendSoon(), signal);
    const onDraft = (/** @type {Protocol.Draft} */ frame) => {
      if (frame.room !== this.room || frame.thread !== thread || !this.#kept().sent) return;
      this.#keep({ text: frame.text, at: Date.parse(frame.at), sent: true });
      onReceived(frame.text);
    };
    connection.on("draft", onDraft, signal);
    connection.on("pong", ({ id }) => this.#confirmed(id), signal);
    signal.addEventListener("abort", () => this.#close(), { once: true });
  }

  read() {
    return this.#kept().text;
  }

  /** @param {string} text */
  save(text) {
    const before = this.#kept();
    if (!text.trim() && !before.text && before.sent) return;
    this.#keep({ text: text.trim() ? text : "", at: Date.now(), sent: false });
    this.#sendSoon();
  }

  /**
   * What the server had when the room was opened: the newer one counts, and what was sent and is gone there is gone.
   *
   * @param {{ text: string, at: string } | null} draft
   */
  #takeFromServer(draft) {
    const own = this.#kept();
    if (draft && (isKnown(own) || isNewer(draft, own))) {
      this.#keep({ text: draft.text, at: Date.parse(draft.at), sent: true });
    } else if (!draft && isKnown(own)) {
      this.#keep({ text: "", at: 0, sent: true });
    }
  }

  #sendSoon() {
    if (this.#timer !== undefined) return;
    const wait = this.#sentAt + PERIOD - Date.now();
    this.#timer = setTimeout(() => this.#send(), Math.max(0, wait));
  }

  #send() {
    this.#timer = undefined;
    const own = this.#kept();
    if (own.sent || !this.connection.online) return; // sent when it is online again
    this.#sentAt = Date.now();
    this.#confirming = { id: uuid(), at: own.at };
    this.connection.send({ type: "draft", room: this.room, thread: this.thread, text: own.text });
    this.connection.send({ type: "ping", id: this.#confirming.id }); // a draft has no answer of its own
  }

  /** @param {string | undefined} id  of the ping that was answered */
  #confirmed(id) {
    const own = this.#kept();
    if (id === this.#confirming.id && own.at === this.#confirming.at) {
      this.#keep({ ...own, sent: true, sentAt: Date.now() });
    }
  }

  /** What was not sent yet is sent at once: the room is closed. */
  #close() {
    clearTimeout(this.#timer);
    this.#send();
  }

  /** @returns {Kept} */
  #kept() {
    return parsed(deviceStorage.get(this.key));
  }

  /** @param {Kept} kept */
  #keep(kept) {
    if (kept.text || !kept.sent) deviceStorage.set(this.key, JSON.stringify(kept));
    else deviceStorage.remove(this.key);
    this.noteHere(kept);
    this.onChange(kept.text !== "");
  }
}

/**
 * Was it written after what this device keeps?
 *
 * @param {{ at: string }} draft  of the server
 * @param {Kept} own
 */
const isNewer = (draft, own) => Date.parse(draft.at) > own.at + (own.sent ? 0 : ON_ITS_WAY);

/**
 * Does the server have it? What the page before this one sent while this one was on its way may be missing here.
 *
 * @param {Kept} own
 */
const isKnown = ({ sent, sentAt = 0 }) => sent && !(PAGE_ASKED <= sentAt && sentAt <= PAGE_CAME);

/**
 * @param {string | null} stored
 * @returns {Kept}
 */
function parsed(stored) {
  if (!stored) return { text: "", at: 0, sent: true };
  try {
    const { text, at, sent, sentAt } = JSON.parse(stored);
    return { text: String(text), at: Number(at), sent: Boolean(sent), sentAt: Number(sentAt ?? 0) };
  } catch {
    return { text: stored, at: 0, sent: false }; // of an older version, which kept the text alone
  }
}

/** @param {string} userId */
export const hasDrafts = (userId) => deviceStorage.keys(prefix(userId)).length > 0;

/**
 * Where this user has begun to write on this device, as far as the server may not have it yet. `thread`: null for the
 * room itself.
 *
 * @param {string} userId
 * @returns {{ room: string, thread: number | null }[]}
 */
export function placesWithDrafts(userId) {
  const begun = deviceStorage.keys(prefix(userId)).filter((key) => {
    const kept = parsed(deviceStorage.get(key));
    return kept.text && !isKnown(kept);
  });
  return begun.map((key) => {
    const [room = "", thread] = key.slice(prefix(userId).length).split(THREAD);
    return { room, thread: thread ? Number(thread) : null };
  });
}

/**
 * Deletes this user's drafts of all rooms.
 *
 * @param {string} userId
 */
export function deleteDrafts(userId) {
  for (const key of deviceStorage.keys(prefix(userId))) deviceStorage.remove(key);
}
