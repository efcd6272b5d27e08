// The rows on the page, kept in step with the log and the outbox, a frame at a time.

import { h } from "../dom.js";
import { dayName, timeOf } from "../words.js";
import { messageElement, quoted } from "./message.js";
import { rowsOf } from "./rows.js";

const PATIENT = 400; // ms before something on its way says so
const MOST = 400; // messages held while the reader is at now

export class Timeline {
  #elements = new Map(); // key: {element, print}
  #due = false;
  #opening; // what stands above a room's first message

  #waiting = []; // what the outbox holds for this room
  #quiet;

  constructor({ log, outbox, connection, scroller, me, room, element, opening }) {
    Object.assign(this, { log, outbox, connection, scroller, me, room, element });
    this.line = null; // the seq above which messages are new
    this.onUnknown = () => null; // a message that another one answers is not held
    this.#opening = opening;
    element.replaceChildren();
    outbox.on("change", (entry) => this.#outboxChanged(entry));
    connection.on("state", () => this.draw());
  }

  /** Draws before the next frame. */
  draw() {
    if (this.#due) return;
    this.#due = true;
    const go = () => this.#due && this.drawNow();
    requestAnimationFrame(go);
    setTimeout(go, 250); // tabs that are not seen have no frames
  }

  drawNow() {
    this.#due = false;
    this.#letGo();
    const rows = this.#rows();
    this.scroller.keeping(() => this.#reconcile(rows));
  }

  /** Draws the line "New since" above what others said beyond `read`, if there is anything, and no line yet. */
  markFrom(read) {
    const news = this.log.messages().some(({ seq, author }) => seq > read && author.id !== this.me.id);
    if (this.line === null && read > 0 && news) this.line = read;
  }

  /** The element of a message, if it is on the page. */
  find(seq) {
    return this.element.querySelector(`#m${seq}`);
  }

  #rows() {
    this.#waiting = this.outbox.of(this.room.id);
    return rowsOf({
      messages: this.log.messages(),
      pending: this.#waiting.filter((entry) => entry.frame.type === "post"),
      line: this.line,
      me: this.me,
      whole: !this.log.more,
      apart: this.room.moderates,
      quote: (seq) => quoted(this.log.message(seq)) ?? this.onUnknown(seq),
      remover: (seq) => this.log.remover(seq),
    });
  }

  /** Long rooms would fill memory; what is above can be fetched again. */
  #letGo() {
    const messages = this.scroller.atNow ? this.log.messages() : [];
    if (messages.length > MOST * 1.5) this.log.forgetBelow(messages.at(-MOST).seq);
  }

  #reconcile(rows) {
    const keys = new Set(rows.map((row) => row.key));
    const appending = this.#isAppending(rows);
    if (!appending) this.#hush();
    for (const [key, { element }] of this.#elements) {
      if (keys.has(key)) continue;
      element.remove();
      this.#elements.delete(key);
    }
    let next = this.element.firstElementChild;
    for (const row of rows) {
      const stands = this.#elements.get(row.key)?.element === next;
      const element = this.#elementOf(row);
      if (next && stands) next = element.nextElementSibling;
      else this.element.insertBefore(element, next);
    }
  }

  /** Only new rows at the end, or a pending one that became a message: the rest is not read aloud. */
  #isAppending(rows) {
    const known = rows.findLastIndex((row) => this.#elements.has(row.key));
    const same = (row) => this.#print(row) === this.#elements.get(row.key)?.print;
    return known >= 0 && rows.slice(0, known + 1).every(same);
  }

  #hush() {
    this.element.setAttribute("aria-live", "off");
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => this.element.setAttribute("aria-live", "polite"), 300);
  }

  #elementOf(row) {
    const print = this.#print(row);
    const held = this.#elements.get(row.key);
    if (held?.print === print) return held.element;
    const element = this.#build(row);
    if (held) {
      const focused = held.element.contains(document.activeElement);
      held.element.replaceWith(element);
      if (focused) element.focus({ preventScroll: true });
    }
    this.#elements.set(row.key, { element, print });
    return element;
  }

  /** What a row looks like, as a string: the same print, the same element. */
  #print(row) {
    if (row.kind === "begin") return String(row.empty);
    if (row.kind === "day") return dayName(row.at);
    if (row.kind === "since") return timeOf(row.at);
    const { message, entry, first, reply, times, remover } = row;
    const change = message ? this.#pendingChange(message.seq) : { reactions: [] };
    const waits = [entry, change.entry].map(
      (it) => it && [it.state, this.#isLate(it), it.problem, this.connection.online],
    );
    const badge = first && this.room.badges[row.author.id];
    return JSON.stringify([message?.rev, waits, first, reply, times, remover?.id, change.reactions, badge]);
  }

  #build(row) {
    if (row.kind === "begin") return this.#beginning(row);
    if (row.kind === "day") return h("h2", { class: "day" }, dayName(row.at));
    if (row.kind === "since") {
      return h(
        "p",
        { class: "since" },
        h("span", { class: "since__lamp", "aria-hidden": "true" }),
        `New since ${timeOf(row.at)}`,
      );
    }
    const pendingChange = row.message ? this.#pendingChange(row.message.seq) : { reactions: [] };
    for (const entry of [row.entry, pendingChange.entry]) if (entry) entry.late = this.#isLate(entry);
    row.late = row.entry?.late && row.entry.state !== "stored";
    return messageElement(row, {
      me: this.me,
      room: this.room,
      online: this.connection.online,
      pendingChange,
    });
  }

  #beginning({ empty }) {
    const title = empty ? "A new room, nothing said yet" : `#${this.room.slug} begins here`;
    this.#opening.querySelector("h2").textContent = title;
    return this.#opening;
  }

  /** What waits for a message: reactions shown already, and the last edit or deletion. */
  #pendingChange(seq) {
    const entries = this.#waiting.filter((entry) => entry.frame.seq === seq);
    const reactions = entries.filter(({ frame, state }) => frame.type === "react" && state !== "failed");
    return {
      reactions: reactions.map(({ frame }) => frame),
      entry: entries.findLast(({ frame }) => frame.type !== "react") ?? null,
    };
  }

  #isLate(entry) {
    return Date.now() - entry.at >= PATIENT;
  }

  #outboxChanged(entry) {
    if (entry && entry.frame.room !== this.room.id) return;
    this.draw();
    setTimeout(() => this.draw(), PATIENT + 20);
  }
}
