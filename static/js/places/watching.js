// The rooms that are mine and not on show: followed only to count what is unread in them.

import { Feed } from "../log/feed.js";
import { mentions } from "../people/people.js";

const AT_ONCE = 10; // joins
const PAUSE = 300; // ms, since frames are counted by the second

export class Watching {
  constructor({ connection, rooms, me, sidebar }) {
    Object.assign(this, { connection, sidebar, me });
    this.watched = rooms.map((room) => ({ room: { ...room }, feed: null }));
    for (const watched of this.watched) watched.feed = this.#watch(watched.room);
    connection.on("online", () => this.#join(connection.since));
    connection.on("read", (frame) => this.#readElsewhere(frame));
  }

  #watch(room) {
    const feed = new Feed(this.connection, room.id, { since: room.head, epoch: room.epoch });
    feed.on("events", (events) => this.#count(room, events));
    feed.on("left", () => this.sidebar.remove(room.id));
    return feed;
  }

  async #join(since) {
    for (let first = 0; first < this.watched.length; first += AT_ONCE) {
      if (this.connection.since !== since) return; // another connection by now, with a turn of its own
      for (const { feed } of this.watched.slice(first, first + AT_ONCE)) feed.join();
      await new Promise((done) => setTimeout(done, PAUSE));
    }
  }

  #count(room, events) {
    const theirs = events.filter((event) => event.author.id !== this.me.id);
    const unread = theirs.filter(({ kind }) => kind === "message");
    const forMe = unread.filter(({ html }) => mentions(html, this.me.username)).length;
    // What nobody has read here and is deleted is unread no more, until it is restored.
    const named = (wanted) => theirs.filter(({ kind, target }) => kind === wanted && target > room.read).length;
    this.sidebar.add(room.id, unread.length + named("restore") - named("delete"), forMe);
  }

  #readElsewhere(frame) {
    const watched = this.watched.find(({ room }) => room.id === frame.room);
    if (!watched) return;
    watched.room.read = Math.max(watched.room.read, frame.seq);
    if (frame.seq >= watched.feed.since) this.sidebar.read(frame.room);
  }
}
