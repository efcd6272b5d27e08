// What a user does with a message: react, reply, edit, delete. Everything goes through the outbox.

/** @import { RoomLog } from "../log/room_log.js" */
/** @import { Outbox } from "../outbox/outbox.js" */

/**
 * "delete" is for one's own messages; "remove" (somebody else's), "restore" and "ban" (the author) for moderators;
 * "keep" and "unread" are for members: the message is kept for oneself; it and all after it are unread. "thread" answers
 * it in a thread.
 *
 * @typedef {"react" | "reply" | "thread" | "forward" | "keep" | "pin" | "edit" | "delete" | "remove" | "restore" | "ban"
 *   | "unread"} MessageAction
 */

export class MessageActions {
  /** @param {Protocol.Message} _message */
  onReply = (_message) => {};
  /** @param {Protocol.Message} _message */
  onEdit = (_message) => {};
  /** @param {Protocol.Message} _message */
  onThread = (_message) => {};

  /**
   * @param {object} parts
   * @param {RoomLog} parts.log
   * @param {Outbox} parts.outbox
   * @param {Protocol.User} parts.me
   * @param {PageData.Room} parts.room
   * @param {boolean} [parts.inThread]  what is done with the messages of a thread, where it is shown
   */
  constructor({ log, outbox, me, room, inThread = false }) {
    this.log = log;
    this.outbox = outbox;
    this.me = me;
    this.room = room;
    this.inThread = inThread;
  }

  /**
   * What this user may do with a message.
   *
   * @param {Protocol.Message | null} message
   * @returns {Set<MessageAction>}
   */
  allowed(message) {
    if (!message || this.room.archived || this.room.left) return new Set();
    const own = message.author.id === this.me.id;
    /** @type {Set<MessageAction>} */
    const allowed = new Set(this.#membership(message, own));
    if (message.deleted) return allowed;
    allowed.add("react").add("reply");
    if (message.text) allowed.add("forward");
    if (!this.inThread) allowed.add("thread");
    if (this.mayPin) allowed.add("pin");
    return own ? allowed.add("edit").add("delete") : allowed;
  }

  get mayPin() {
    const { archived, left, moderates, policy } = this.room;
    return !archived && !left && (moderates || policy.pin === "everyone");
  }

  /**
   * What follows from being a member, or a moderator.
   *
   * @param {Protocol.Message} message
   * @param {boolean} own
   * @returns {MessageAction[]}
   */
  #membership(message, own) {
    const moderation = this.room.moderates ? this.#moderation(message, own) : [];
    if (!this.room.role) return moderation;
    if (!message.deleted) moderation.unshift("keep");
    return this.inThread ? moderation : ["unread", ...moderation];
  }

  /**
   * What a moderator may do besides.
   *
   * @param {Protocol.Message} message
   * @param {boolean} own
   * @returns {MessageAction[]}
   */
  #moderation({ author, deleted }, own) {
    const { staff, badges } = this.room;
    /** @type {MessageAction[]} */
    const ban = !own && (staff || !badges[author.id]) ? ["ban"] : [];
    if (deleted) return ["restore", ...ban];
    return own ? [] : ["remove", ...ban];
  }

  /**
   * @param {number} seq
   * @param {MessageAction} action
   */
  #ifAllowed(seq, action) {
    const message = this.log.message(seq);
    return this.allowed(message).has(action) ? message : null;
  }

  /**
   * Adds my reaction to a message, or removes it when it is there.
   *
   * @param {number} seq
   * @param {string} emoji
   */
  toggleReaction(seq, emoji) {
    const message = this.#ifAllowed(seq, "react");
    if (!message) return;
    const shown = message.reactions?.[emoji]?.includes(this.me.username) ?? false;
    const on = !(this.#pendingReaction(seq, emoji)?.on ?? shown);
    this.outbox.add({ type: "react", room: this.room.id, seq, emoji, on });
  }

  /**
   * @param {number} seq
   * @param {string} emoji
   */
  #pendingReaction(seq, emoji) {
    const frames = this.outbox.of(this.room.id).map(({ frame }) => frame);
    return frames
      .filter((frame) => frame.type === "react")
      .findLast((frame) => frame.seq === seq && frame.emoji === emoji);
  }

  /** @param {number} seq */
  reply(seq) {
    const message = this.#ifAllowed(seq, "reply");
    if (message) this.onReply(message);
  }

  /** @param {number} seq */
  replyInThread(seq) {
    const message = this.#ifAllowed(seq, "thread");
    if (message) this.onThread(message);
  }

  /** @param {number} seq */
  togglePin(seq) {
    const message = this.#ifAllowed(seq, "pin");
    if (message) this.pin(seq, !message.pinned);
  }

  /**
   * Pins a message, or unpins it; the page need not hold it.
   *
   * @param {number} seq
   * @param {boolean} on
   */
  pin(seq, on) {
    if (this.mayPin) this.outbox.add({ type: "pin", room: this.room.id, seq, on });
  }

  /** @param {number} seq */
  edit(seq) {
    const message = this.#ifAllowed(seq, "edit");
    if (message) this.onEdit(message);
  }

  /** @param {number} seq */
  delete(seq) {
    if (this.#ifAllowed(seq, "delete")) this.outbox.add({ type: "delete", room: this.room.id, seq });
  }

  /** My newest message that is not deleted. */
  newestOwn() {
    const own = this.log.messages().filter(({ author, deleted }) => author.id === this.me.id && !deleted);
    return own.at(-1) ?? null;
  }
}
