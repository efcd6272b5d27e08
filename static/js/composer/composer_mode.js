// What sending will do: post a new message, or answer or change one that is there.

import { modeNote } from "./composer_notes.js";

export class ComposerMode {
  /** @type {Protocol.Message | null} */
  replyTo = null;
  /** @type {Protocol.Message | null} */
  editing = null;
  #textBefore = ""; // the edit

  /** @param {HTMLTextAreaElement} textarea */
  constructor(textarea) {
    this.textarea = textarea;
  }

  /** Neither a reply nor an edit. */
  get isPlain() {
    return !this.replyTo && !this.editing;
  }

  /** @param {{ replyTo?: Protocol.Message | null, editing?: Protocol.Message | null }} mode */
  start({ replyTo = null, editing = null }) {
    this.stop();
    this.replyTo = replyTo;
    this.editing = editing;
    if (!editing) return;
    this.#textBefore = this.textarea.value;
    this.textarea.value = editing.text;
  }

  /** A new message is written again; after an edit it is what was written before. */
  stop() {
    if (this.editing) this.textarea.value = this.#textBefore;
    this.replyTo = null;
    this.editing = null;
  }

  /**
   * What is answered or edited; null where it is neither.
   *
   * @param {() => void} onStop
   */
  note(onStop) {
    return modeNote(this.replyTo, this.editing, onStop);
  }
}
