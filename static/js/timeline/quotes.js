// Messages that others answer and that lie beyond what is held: fetched one by one, for their quotation.

import { uuid } from "../uuid.js";

export class Quotes {
  #wanted = []; // seqs
  #known = new Set(); // asked for already
  #asking = null; // id

  constructor({ log, timeline, connection, room }) {
    Object.assign(this, { log, timeline, connection, room });
    timeline.onUnknown = (seq) => this.#want(seq);
    connection.on("history", (frame) => frame.id === this.#asking && this.#found(frame.events));
    connection.on("error", (frame) => frame.id === this.#asking && this.#next());
    connection.on("online", () => this.#next());
  }

  #want(seq) {
    if (!this.#known.has(seq)) {
      this.#known.add(seq);
      this.#wanted.push(seq);
      if (!this.#asking) this.#next();
    }
    return null;
  }

  #found(events) {
    for (const event of events) this.log.take(event);
    this.timeline.draw();
    this.#next();
  }

  #next() {
    this.#asking = null;
    if (!this.#wanted.length || !this.connection.online) return;
    this.#asking = uuid();
    const before = this.#wanted.shift() + 1;
    this.connection.send({ type: "history", room: this.room.id, id: this.#asking, before, limit: 1 });
  }
}
