// What helps while a message is written: completion, formatting, lists that go on, and what is pasted.

import { commandSource } from "./command_source.js";
import { Completion } from "./completion.js";
import { convertEmojiNames } from "./emoji_names.js";
import { emojiSource } from "./emoji_source.js";
import { addFormattingRow, handleFormatKey } from "./formatting_row.js";
import { languageSource } from "./language_source.js";
import { continuedLine } from "./line_continuation.js";
import { mentionSource } from "./mention_source.js";
import { enableRichPaste } from "./paste.js";
import { roomSource } from "./room_source.js";
import { applyEdit } from "./text_edit.js";

/** @import { WatchedRooms } from "../watch/watched_rooms.js" */
/** @import { MentionPeople } from "./mention_people.js" */

export class WritingAids {
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
    const sources = [
      languageSource(),
      commandSource(room),
      mentionSource(people),
      roomSource(watched),
      emojiSource(),
    ];
    this.completion = new Completion({ textarea, card, sources });
    addFormattingRow({ textarea, card, tools });
    enableRichPaste(textarea);
    convertEmojiNames(textarea);
  }

  /**
   * Keys that are for the list of a completion, or that format; false for any other.
   *
   * @param {KeyboardEvent} event
   */
  handleKey(event) {
    return this.completion.handleKey(event) || handleFormatKey(event, this.textarea);
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
    this.completion.close();
  }
}
