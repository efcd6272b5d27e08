// What this page holds of a thread: its first message, and its replies from the newest back to where the reader was.

import { isChange, isMessage } from "../log/kinds.js";
import { RoomLog } from "../log/room_log.js";

export class ThreadLog extends RoomLog {
  loaded = false; // the newest page has come

  /** @param {number} root  the seq of the first message */
  constructor(root) {
    super();
    this.root = root;
  }

  /**
   * Takes the room's newest events: replies, and what changes messages, those too that are not held yet.
   *
   * @param {Protocol.RoomEvent[]} events
   */
  takeLive(events) {
    for (const event of events) if (isChange(event) || this.#isReply(event)) this.take(event);
  }

  /**
   * Takes a page of the thread, as it is now. The first message comes first: what it counts already is not counted again.
   *
   * @param {PageData.ThreadPage} page
   */
  takePage({ root, events, more }) {
    if (root) this.take(root);
    this.loaded = true;
    this.takeOlder(events, more);
  }

  /** @override The first message, and the replies, oldest first. */
  messages() {
    const root = this.message(this.root);
    return [...(root ? [root] : []), ...this.allMessages().filter((message) => this.#isReply(message))];
  }

  /**
   * @override The first message stays.
   * @param {number} seq
   */
  dropBelow(seq) {
    const root = this.message(this.root);
    super.dropBelow(seq);
    if (root) this.take(root);
  }

  /** @override The newest replies are held at all times. */
  dropAbove() {}

  /** @override */
  clear() {
    super.clear();
    this.loaded = false;
  }

  /** @param {Protocol.RoomEvent} event */
  #isReply(event) {
    return isMessage(event) && event.thread === this.root;
  }
}
