// Undo, offered for a while after a moderator removed a message or banned somebody.

import { gettext, interpolate } from "../i18n.js";

/** @import { Entry } from "../outbox/entry.js" */
/** @import { Outbox } from "../outbox/outbox.js" */
/** @import { Status } from "../status/status.js" */
/** @import { ModerationRequests } from "./moderation_requests.js" */

export class Undo {
  /**
   * @param {object} parts
   * @param {PageData.Room} parts.room
   * @param {ModerationRequests} parts.requests
   * @param {Status} parts.status
   * @param {Outbox} parts.outbox
   * @param {AbortSignal} parts.signal  aborted when the room is closed
   */
  constructor({ room, requests, status, outbox, signal }) {
    this.requests = requests;
    this.status = status;
    const sent = (/** @type {Entry} */ { frame }) => {
      if (room.moderates && frame.type === "delete" && frame.room === room.id) this.removed(frame.seq);
    };
    outbox.on("sent", sent, signal);
  }

  /** @param {number} seq */
  removed(seq) {
    const undo = () => this.requests.restore(seq, "Undo");
    this.#offer(gettext("Message deleted."), gettext("Message restored."), undo);
  }

  /**
   * @param {{ username: string, name: string }} user
   * @param {() => void} onUndone  the ban is lifted
   */
  banned({ username, name }, onUndone) {
    const done = interpolate(gettext("%(name)s is banned."), { name });
    this.#offer(done, gettext("Ban lifted."), () => this.requests.unban(username, "Undo"), onUndone);
  }

  /**
   * @param {string} done
   * @param {string} undone
   * @param {() => Promise<string>} request
   */
  #offer(done, undone, request, onUndone = () => {}) {
    this.status.offer(done, gettext("Undo"), async () => {
      const problem = await request();
      this.status.done(problem || undone);
      if (!problem) onUndone();
    });
  }
}
