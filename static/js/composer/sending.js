// What is done with what was written: a command is run, an edit saved, a message posted; or it is said why not.

import { isCommand, unescaped } from "../commands/command_text.js";
import { present } from "../dom.js";
import { csrfToken } from "../room/csrf.js";
import { CommandLine } from "./command_line.js";
import { MentionChecks } from "./mention_checks.js";
import { TextLimit } from "./text_limit.js";
import { takeThreadFields } from "./thread_fields.js";

/** @import { Connection } from "../connection/connection.js" */
/** @import { Outbox } from "../outbox/outbox.js" */
/** @import { Attachments } from "./attachments.js" */
/** @import { ComposerMode } from "./composer_mode.js" */
/** @import { MentionPeople } from "./mention_people.js" */

const TEXT_FILE = "message.txt"; // a text that is too long for a message

export class Sending {
  #limit;
  #commands;
  #checks;

  /**
   * @param {object} parts
   * @param {HTMLFormElement} parts.form
   * @param {HTMLTextAreaElement} parts.textarea
   * @param {ComposerMode} parts.mode
   * @param {Attachments} parts.attachments
   * @param {PageData.Room} parts.room
   * @param {number | null} parts.thread  the first message of the thread that is written in
   * @param {Outbox} parts.outbox
   * @param {Connection} parts.connection
   * @param {MentionPeople} parts.people
   * @param {() => void} parts.onText  the text is another
   * @param {() => void} parts.onNotes  what is said of it is another
   * @param {() => void} parts.onPost  messages were posted
   */
  constructor(parts) {
    const { form, room, outbox, connection, people, onNotes } = parts;
    this.parts = parts;
    this.#limit = new TextLimit(connection);
    this.#commands = new CommandLine({ room, connection, outbox, csrfToken: csrfToken() });
    this.#commands.onChange = onNotes;
    this.#checks = new MentionChecks({ room, people, form, onChange: onNotes });
  }

  /** A command runs. */
  get isBusy() {
    return this.#commands.running;
  }

  /** Is the text longer than a message may be? */
  get isTooLong() {
    return this.#limit.excess(this.parts.textarea.value) !== null;
  }

  /** The text has changed. */
  changed() {
    this.#checks.changed(this.parts.textarea.value);
    this.#commands.forget();
  }

  /**
   * What is said above the text.
   *
   * @param {{ maySplit: boolean, mayAttach: boolean }} ways  what can be done with a text that is too long
   */
  notes({ maySplit, mayAttach }) {
    const split = (/** @type {string[]} */ texts) => this.#post(texts);
    const attach = () => this.#attachText();
    const ways = { split: maySplit ? split : null, attach: mayAttach ? attach : null };
    const tooLong = this.#limit.note(this.parts.textarea.value, ways);
    return present([this.#commands.note(), tooLong, this.#checks.note()]);
  }

  /** Sends what was written, as far as that may be. */
  async send() {
    const { textarea, mode } = this.parts;
    const written = textarea.value;
    const isRun = !mode.editing && isCommand(written);
    const text = isRun ? await this.#commands.run(written) : unescaped(written);
    if (text === null || !(await this.#checks.allow(text)) || textarea.value !== written) return;
    if (mode.editing) this.#saveEdit(mode.editing);
    else this.#post(isRun && !text ? [] : [text]);
  }

  /** @param {Protocol.Message} message */
  #saveEdit({ seq, text: before }) {
    const { textarea, mode, outbox, room } = this.parts;
    const text = textarea.value;
    if (text !== before) outbox.add({ type: "edit", room: room.id, seq, text });
    mode.stop();
    this.parts.onText();
  }

  /**
   * Posts these texts, or none: what was written is done with.
   *
   * @param {string[]} texts
   */
  #post(texts) {
    const { form, textarea, mode, attachments, room, outbox, thread } = this.parts;
    const reply = mode.replyTo ? { reply_to: mode.replyTo.seq } : {};
    const frame = /** @type {const} */ ({ type: "post", room: room.id });
    const inThread = texts.length ? takeThreadFields(form, thread) : {};
    for (const [index, text] of texts.entries()) {
      const first = index === 0;
      outbox.add({ ...frame, text, ...inThread, ...(first && reply) }, first ? attachments.ids() : []);
    }
    textarea.value = "";
    if (texts.length) mode.stop();
    this.#checks.changed("");
    this.parts.onText();
    if (texts.length) this.parts.onPost();
  }

  /** A text that is too long is one of the files from now on. */
  #attachText() {
    const { textarea, attachments } = this.parts;
    const { count } = attachments;
    attachments.add([new File([textarea.value], TEXT_FILE, { type: "text/plain" })]);
    if (attachments.count === count) return; // it was not taken, and says why
    textarea.value = "";
    this.changed();
    this.parts.onText();
  }
}
