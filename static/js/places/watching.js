// The rooms that are mine and not on show: followed only to count what is unread in them.

import { Feed } from "../log/feed.js";

const AT_ONCE = 10; // joins
const PAUSE = 300; // ms, since frames are counted by the second

export class Watching {
  constructor({ connection, rooms, me, sidebar }) {
    Object.assign(this, { connection, sidebar, me });
    this.feeds = rooms.map((room) => this.#watch(room));
    connection.on("online", () => this.#join(connection.since));
    connection.on("read", (frame) => this.#readElsewhere(frame));
  }

  #watch(room) {
    const feed = new Feed(this.connection, room.id, { since: room.head, epoch: room.epoch });
    feed.on("events", (events) => this.#count(room.id, events));
    feed.on("left", () => this.sidebar.remove(room.id));
    return feed;
  }

  async #join(since) {
    for (let first = 0; first < this.feeds.length; first += AT_ONCE) {
      if (this.connection.since !== since) return; // another connection by now, with a turn of its own
      for (const feed of this.feeds.slice(first, first + AT_ONCE)) feed.join();
      await new Promise((done) => setTimeout(done, PAUSE));
    }
  }

  #count(room, events) {
    const theirs = events.filter((event) => event.kind === "message" && event.author.id !== this.me.id);
    const mention = `data-username="${this.me.username.toLowerCase()}"`;
    const forMe = theirs.filter((event) => event.html.toLowerCase().includes(mention)).length;
    if (theirs.length) this.sidebar.add(room, theirs.length, forMe);
  }

  #readElsewhere(frame) {
    const feed = this.feeds.find(({ room }) => room === frame.room);
    if (feed && frame.seq >= feed.since) this.sidebar.read(frame.room);
  }
}
