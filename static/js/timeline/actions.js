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

  /** What this reader may do with a message: a set of react, reply, edit, delete, moderate (somebody else's). */
  allowed(message) {
    const found = new Set();
    if (!message || message.deleted || this.#closed) return found;
    const mine = message.author.id === this.me.id;
    found.add("react").add("reply");
    if (mine) found.add("edit");
    if (mine || this.room.moderates) found.add("delete");
    if (!mine && this.room.moderates) found.add("moderate");
    return found;
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

  remove(seq) {
    if (this.allowed(this.log.message(seq)).has("delete")) {
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
