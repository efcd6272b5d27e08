// What a message's menu, toolbar and shortcuts do: its actions, and those that need a dialog or the clipboard.

import { copy } from "../browser/clipboard.js";
import { isConfirmed } from "../components/confirmation.js";
import { gettext } from "../i18n.js";
import { withParts } from "../on_demand/loader.js";
import { messageAddress } from "./message_address.js";

/** @import { KeptMessages } from "../kept/kept_messages.js" */
/** @import { ModerationDialogs } from "../moderation/moderation_dialogs.js" */
/** @import { Sidebar } from "../sidebar/sidebar.js" */
/** @import { Status } from "../status/status.js" */
/** @import { ReadTracker } from "../unread/read_tracker.js" */
/** @import { MessageActions } from "./message_actions.js" */

export class MessageCommands {
  /**
   * @param {object} parts
   * @param {MessageActions} parts.actions
   * @param {ModerationDialogs} parts.dialogs
   * @param {Status} parts.status
   * @param {ReadTracker | null} parts.readTracker  null in a thread, which is read as a whole
   * @param {KeptMessages} parts.kept
   * @param {Sidebar} parts.sidebar
   */
  constructor({ actions, dialogs, status, readTracker, kept, sidebar }) {
    this.sidebar = sidebar;
    this.kept = kept;
    this.actions = actions;
    this.readTracker = readTracker;
    this.dialogs = dialogs;
    this.status = status;
  }

  /** @param {string} text */
  async copyText(text) {
    if (await copy(text)) this.status.done(gettext("Text copied."));
  }

  /** @param {number} seq */
  async copyLink(seq) {
    const message = this.actions.log.message(seq);
    if (!message) return;
    const { href } = new URL(messageAddress(this.actions.room.url, message), location.href);
    if (await copy(href)) this.status.done(gettext("Link copied."));
  }

  /** @param {number} seq */
  forward(seq) {
    const { room, log } = this.actions;
    const message = log.message(seq);
    const { sidebar, status } = this;
    if (message) withParts(({ forwardMessage }) => forwardMessage({ sidebar, status, room, message }));
  }

  /** @param {number} seq */
  isKept(seq) {
    return this.kept.has(this.actions.room.id, seq);
  }

  /**
   * Keeps a message for oneself, or keeps it no longer.
   *
   * @param {number} seq
   */
  toggleKept(seq) {
    return this.kept.toggle(this.actions.room.id, seq);
  }

  /**
   * Marks a message and all after it as unread.
   *
   * @param {number} seq
   */
  markAsUnread(seq) {
    if (this.readTracker?.markAsUnread(seq)) this.status.done(gettext("Marked as unread from here."));
    else this.status.failed(gettext("You are offline. Try again when the connection is back."));
  }

  /**
   * Deletes one's own message, or as a moderator removes somebody else's, after a confirmation.
   *
   * @param {number} seq
   */
  async delete(seq) {
    const allowed = this.actions.allowed(this.actions.log.message(seq));
    if (allowed.has("remove")) return this.dialogs.remove(seq);
    const confirmed = await isConfirmed({
      title: gettext("Delete this message?"),
      text: gettext("Everyone will see that a message was deleted, but not what it said."),
      confirm: gettext("Delete message"),
      danger: true,
    });
    if (confirmed) this.actions.delete(seq);
  }
}
