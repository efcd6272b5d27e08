// What a moderator is asked before an action: what will happen, what others will read, and the reason.

import { isConfirmed } from "../components/confirmation.js";
import { gettext, interpolate } from "../i18n.js";

/** @import { ModerationRequests } from "./moderation_requests.js" */
/** @import { Undo } from "./undo.js" */

const REASON = gettext("Reason (kept in the audit log)");

export class ModerationDialogs {
  onBan = () => {}; // somebody was banned, or a ban was lifted

  /**
   * @param {PageData.Room} room
   * @param {ModerationRequests} requests
   * @param {Undo} undo
   */
  constructor(room, requests, undo) {
    this.room = room;
    this.requests = requests;
    this.undo = undo;
  }

  /** @param {number} seq */
  async remove(seq) {
    const confirmed = await isConfirmed({
      title: gettext("Remove this message"),
      text: gettext("Everyone will read: “A moderator removed this message.” You can restore it."),
      confirm: gettext("Remove message"),
      danger: true,
      inputLabel: REASON,
      action: (reason) => this.requests.remove(seq, reason),
    });
    if (confirmed) this.undo.removed(seq);
  }

  /** @param {number} seq */
  restore(seq) {
    return isConfirmed({
      title: gettext("Restore this message"),
      text: gettext("Everyone will see its text again. Its reactions stay deleted."),
      confirm: gettext("Restore message"),
      inputLabel: REASON,
      action: (reason) => this.requests.restore(seq, reason),
    });
  }

  /** @param {{ username: string, name: string }} user */
  async ban({ username, name }) {
    const confirmed = await isConfirmed({
      title: interpolate(gettext("Ban %(name)s from #%(room)s"), { name, room: this.room.slug }),
      text: gettext(
        "They leave the room at once, and cannot come back until you lift the ban under Details. Their messages stay.",
      ),
      confirm: gettext("Ban"),
      danger: true,
      inputLabel: REASON,
      action: (reason) => this.requests.ban(username, reason),
    });
    if (!confirmed) return;
    this.onBan();
    this.undo.banned({ username, name }, () => this.onBan());
  }
}
