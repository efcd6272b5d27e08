// What is done with a message: react, answer, change, take back. Everything goes through the outbox.

export class Actions {
  constructor({ log, outbox, me, room }) {
    Object.assign(this, { log, outbox, me, room });
    this.onReply = () => {};
    this.onEdit = () => {};
  }

  get #closed() {
    return this.room.archived || this.room.over;
  }

  /**
   * What this reader may do with a message: a set of react, reply, edit, takeBack (one's own); and as a moderator
   * remove (somebody else's), restore, ban (its author).
   */
  allowed(message) {
    if (!message || this.#closed) return new Set();
    const { id } = message.author;
    const mine = id === this.me.id;
    const { moderates, staff, badges } = this.room;
    const may = { restore: moderates && message.deleted, ban: moderates && !mine && (staff || !badges[id]) };
    if (!message.deleted) {
      Object.assign(may, { react: true, reply: true, edit: mine, takeBack: mine, remove: moderates && !mine });
    }
    return new Set(Object.keys(may).filter((what) => may[what]));
  }

  /** Puts my reaction to a message, or takes it away when it is there. */
  toggle(seq, emoji) {
    const message = this.log.message(seq);
    if (!this.allowed(message).has("react")) return;
    const waiting = this.outbox
      .of(this.room.id)
      .findLast(({ frame }) => frame.seq === seq && frame.emoji === emoji);
    const on = waiting ? !waiting.frame.on : !message.reactions?.[emoji]?.includes(this.me.username);
    this.outbox.add({ type: "react", room: this.room.id, seq, emoji, on });
  }

  reply(seq) {
    if (this.allowed(this.log.message(seq)).has("reply")) this.onReply(this.log.message(seq));
  }

  edit(seq) {
    if (this.allowed(this.log.message(seq)).has("edit")) this.onEdit(this.log.message(seq));
  }

  takeBack(seq) {
    if (this.allowed(this.log.message(seq)).has("takeBack")) {
      this.outbox.add({ type: "delete", room: this.room.id, seq });
    }
  }

  /** The newest message of my own that is still there. */
  newestOwn() {
    return (
      this.log.messages().findLast((message) => message.author.id === this.me.id && !message.deleted) ?? null
    );
  }
}
