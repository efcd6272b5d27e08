// What helps while a message is written: completion, formatting, lists that go on, and what is pasted.

import { whenLoaded } from "../on_demand/loader.js";
import { handleFormatKey } from "./format_keys.js";
import { addFormattingButton } from "./formatting_button.js";
import { continuedLine } from "./line_continuation.js";
import { enableRichPaste } from "./paste.js";
import { applyEdit } from "./text_edit.js";

/** @import { WatchedRooms } from "../watch/watched_rooms.js" */
/** @import { Completion } from "./completion.js" */
/** @import { MentionPeople } from "./mention_people.js" */

export class WritingAids {
  /** @type {Completion | null} */
  #completion = null; // until it is loaded

  /**
   * @param {object} parts
   * @param {HTMLTextAreaElement} parts.textarea
   * @param {HTMLElement} parts.card
   * @param {HTMLElement} parts.tools  the buttons beside the text
   * @param {PageData.Room} parts.room
   * @param {MentionPeople} parts.people
   * @param {Pick<WatchedRooms, "all">} parts.watched
   */
  constructor({ textarea, card, tools, room, people, watched }) {
    this.textarea = textarea;
    addFormattingButton({ textarea, card, tools });
    enableRichPaste(textarea);
    let isTyped = false;
    textarea.addEventListener("input", () => (isTyped = true), { once: true });
    whenLoaded(({ addTypingAids }) => {
      this.#completion = addTypingAids({ textarea, card, room, people, watched, isTyped });
    });
  }

  /**
   * Keys that are for the list of a completion, or that format; false for any other.
   *
   * @param {KeyboardEvent} event
   */
  handleKey(event) {
    return this.#completion?.handleKey(event) || handleFormatKey(event, this.textarea);
  }

  /**
   * A new line begins as the list or the quotation goes on.
   *
   * @param {KeyboardEvent} event
   */
  newLine(event) {
    const { value, selectionStart, selectionEnd } = this.textarea;
    const edit = selectionStart === selectionEnd ? continuedLine(value, selectionStart) : null;
    if (!edit) return;
    event.preventDefault();
    applyEdit(this.textarea, edit);
  }

  close() {
    this.#completion?.close();
  }
}
