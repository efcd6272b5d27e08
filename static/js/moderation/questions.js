// What a moderator is asked before a deed: what will happen, what others will read, and why.

import { ask } from "../parts/ask.js";

const WHY = { field: "Why, for the audit log" };

export class Questions {
  constructor({ deeds, room }) {
    Object.assign(this, { deeds, room });
    this.onBan = () => {};
  }

  remove(seq) {
    return ask({
      ...WHY,
      title: "Remove this message",
      words: "Everyone will read: “A moderator removed this message.” You can restore it.",
      yes: "Remove it",
      danger: true,
      act: (reason) => this.deeds.remove(seq, reason),
    });
  }

  restore(seq) {
    return ask({
      ...WHY,
      title: "Restore this message",
      words: "It has its words again, for everyone, but not its reactions.",
      yes: "Restore it",
      act: (reason) => this.deeds.restore(seq, reason),
    });
  }

  async ban({ username, name }) {
    const sure = await ask({
      ...WHY,
      title: `Ban ${name} from #${this.room.slug}`,
      words: "They leave the room at once, read “You are banned from this room”, and cannot come back until you let them in under Details. What they said stays.",
      yes: "Ban",
      danger: true,
      act: (reason) => this.deeds.ban(username, reason),
    });
    if (sure) this.onBan();
  }
}
