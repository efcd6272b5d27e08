// Whether something can be written here. Where nothing can be posted, messages can still be edited.

import { gettext, interpolate } from "../i18n.js";

export class Closing {
  /** @type {string | null} */
  reason = null; // why nothing can be posted here

  /**
   * @param {object} parts
   * @param {HTMLFormElement} parts.form
   * @param {HTMLTextAreaElement} parts.textarea
   * @param {PageData.Room} parts.room
   * @param {number | null} parts.thread  the first message of the thread that is written in
   */
  constructor({ form, textarea, room, thread }) {
    this.form = form;
    this.textarea = textarea;
    this.room = room;
    this.thread = thread;
  }

  get isClosed() {
    return this.reason !== null;
  }

  /** @param {boolean} isEditing */
  draw(isEditing) {
    const isClosed = this.isClosed && !isEditing;
    this.form.classList.toggle("composer--closed", isClosed);
    this.textarea.disabled = isClosed;
    if (isClosed) this.textarea.placeholder = this.reason ?? "";
  }

  showPlaceholder() {
    const inRoom = interpolate(gettext("Write to %(room)s"), { room: this.room.label });
    this.textarea.placeholder = this.thread === null ? inRoom : gettext("Reply");
  }
}
