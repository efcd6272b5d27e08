// What is read: everything, when the newest line is in sight and the page is looked at. And what is not: the line
// "New since", and the pill that says how much has come in below.

import { h, icon } from "../dom.js";
import { mentions } from "../people/people.js";
import { newBelow } from "./message.js";

const SETTLED = 400; // ms that the newest line has to be in sight

export class Reading {
  #below = 0;
  #belowForMe = 0;
  #timer = null;

  constructor({ feed, timeline, scroller, connection, me, pill, read }) {
    Object.assign(this, { feed, timeline, scroller, connection, me, pill });
    this.read = read;
    this.onRead = () => {};
    feed.on("joined", (frame) => this.#joined(frame));
    connection.on("read", (frame) => frame.room === feed.room && this.#moved(frame.seq));
    scroller.element.addEventListener("scroll", () => this.look(), { passive: true });
    document.addEventListener("visibilitychange", () => this.look());
    addEventListener("focus", () => this.look());
    pill.addEventListener("click", () => scroller.toNow());
  }

  get looking() {
    return document.visibilityState === "visible" && this.scroller.atNow;
  }

  /** Events came in: those of others that nobody looks at are new. */
  came(events) {
    const theirs = events.filter((event) => event.kind === "message" && event.author.id !== this.me.id);
    const allRead = this.read >= events[0].seq - 1 || this.timeline.line === null;
    if (theirs.length && document.visibilityState !== "visible" && allRead)
      this.timeline.line = theirs[0].seq - 1;
    if (theirs.length && !this.scroller.atNow) this.#count(theirs);
    this.look();
  }

  #count(theirs) {
    this.#below += theirs.length;
    this.#belowForMe += theirs.filter(({ html }) => mentions(html, this.me.username)).length;
    this.#showPill();
  }

  #joined(frame) {
    this.timeline.markFrom(frame.read);
    this.#moved(frame.read);
    this.look();
  }

  #moved(seq) {
    if (seq <= this.read) return;
    this.read = seq;
    this.onRead(seq);
  }

  look() {
    if (this.scroller.atNow) this.#below = this.#belowForMe = 0;
    this.#showPill();
    if (!this.looking || this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (this.looking) this.#tell();
    }, SETTLED);
  }

  #tell() {
    const seq = this.feed.since ?? 0;
    if (seq > this.read && this.connection.send({ type: "read", room: this.feed.room, seq }))
      this.#moved(seq);
  }

  #showPill() {
    this.pill.hidden = this.scroller.atNow;
    const print = `${this.#below} ${this.#belowForMe}`;
    if (this.pill.hidden || this.pill.dataset.print === print) return;
    this.pill.dataset.print = print;
    const lamp = this.#belowForMe ? h("b", { class: "count count--lamp" }, String(this.#belowForMe)) : null;
    const words = this.#below ? newBelow(this.#below, this.#belowForMe) : "To now";
    this.pill.replaceChildren(...[lamp, words, icon("down", "small")].filter(Boolean));
  }
}
