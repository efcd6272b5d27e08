// The composer. Enter sends; a note above the text says what sending will do when it does not post a new message.

import { present, required } from "../dom.js";
import { autoGrow } from "./auto_grow.js";
import { Closing } from "./closing.js";
import { enableKeys } from "./composer_keys.js";
import { ComposerMode } from "./composer_mode.js";
import { slowNote } from "./composer_notes.js";
import { Draft } from "./drafts.js";
import { enableEmojiButton } from "./emoji_button.js";
import { drawSendButton } from "./send_button.js";
import { Sending } from "./sending.js";
import { typeToFocus } from "./type_to_focus.js";
import { WritingAids } from "./writing_aids.js";

/** @import { Connection } from "../connection/connection.js" */
/** @import { MessageActions } from "../message/message_actions.js" */
/** @import { Outbox } from "../outbox/outbox.js" */
/** @import { WatchedRooms } from "../watch/watched_rooms.js" */
/** @import { Attachments } from "./attachments.js" */
/** @import { MentionPeople } from "./mention_people.js" */
/** @import { SlowMode } from "./slow_mode.js" */

const touch = matchMedia("(pointer: coarse)");
const narrow = matchMedia("(width < 40rem)");

export class Composer {
  #mode;
  #closing;
  #untouched = ""; // the draft as it was brought here

  /**
   * @param {object} parts
   * @param {HTMLFormElement} parts.form
   * @param {Outbox} parts.outbox
   * @param {Connection} parts.connection
   * @param {MessageActions} parts.actions
   * @param {Protocol.User} parts.me
   * @param {PageData.Room} parts.room
   * @param {MentionPeople} parts.people
   * @param {Attachments} parts.attachments
   * @param {WatchedRooms} parts.watched
   * @param {SlowMode} parts.slowMode
   * @param {(isThere: boolean) => void} parts.onDraft  there is a draft, or none any more
   * @param {() => void} parts.onPost
   * @param {AbortSignal} parts.signal  aborted when the room is closed
   * @param {number} [parts.thread]  the first message of the thread that is written in
   */
  constructor({ attachments, ...parts }) {
    const { form, outbox, connection, actions, me, room, people, slowMode, onPost, onDraft, signal } = parts;
    this.form = form;
    this.thread = parts.thread ?? null;
    this.outbox = outbox;
    this.connection = connection;
    this.actions = actions;
    this.room = room;
    this.slowMode = slowMode;
    this.attachments = attachments;
    this.textarea = required(form, "textarea", HTMLTextAreaElement);
    this.sendButton = required(form, ".composer__send", HTMLButtonElement);
    this.card = required(form, ".composer__card", HTMLElement);
    this.#mode = new ComposerMode(this.textarea);
    this.#closing = new Closing({ form, textarea: this.textarea, room, thread: this.thread });
    const onReceived = (/** @type {string} */ text) => this.#takeDraft(text);
    const kept = { userId: me.id, room, thread: this.thread, connection };
    this.draft = new Draft({ ...kept, onReceived, onChange: onDraft, signal });
    const { textarea, card } = this;
    const tools = required(form, ".composer__tools", HTMLElement);
    this.aids = new WritingAids({ textarea, card, tools, room, people, watched: parts.watched });
    this.sending = this.#createSending({ room, outbox, connection, people, onPost });
    this.textarea.removeAttribute("maxlength");
    this.#untouched = this.draft.read();
    this.textarea.value ||= this.#untouched;
    required(form, ".composer__hint", HTMLElement).hidden = false;
    this.#listen(signal);
    autoGrow(this.textarea);
    typeToFocus(this.textarea, signal);
    enableEmojiButton(required(form, ".composer__emoji", HTMLButtonElement), this.textarea);
    if (this.textarea.value === this.#untouched) this.#draw();
    else this.#saveAndDraw(); // it was typed before this was here
  }

  /** @param {Pick<ConstructorParameters<typeof Sending>[0], "room" | "outbox" | "connection" | "people" | "onPost">} parts */
  #createSending({ onPost, ...parts }) {
    const { form, textarea, thread, attachments } = this;
    return new Sending({
      ...{ ...parts, form, textarea, thread, attachments, mode: this.#mode },
      onText: () => this.#saveAndDraw(),
      onNotes: () => this.#draw(),
      onPost: () => {
        this.slowMode.posted();
        this.#closing.showPlaceholder();
        onPost();
      },
    });
  }

  /** @param {AbortSignal} signal */
  #listen(signal) {
    this.form.addEventListener("submit", (event) => this.#submit(event));
    this.textarea.addEventListener("input", () => this.#changed());
    const submit = (/** @type {Event} */ event) => this.#submit(event);
    const changeNewest = () => this.#changeNewest();
    enableKeys({ textarea: this.textarea, aids: this.aids, submit, changeNewest });
    this.connection.on("state", () => this.#draw(), signal);
    this.slowMode.on("change", () => this.#draw(), signal);
    this.attachments.onChange = () => this.#draw();
    const isHere = (/** @type {Protocol.Post} */ frame) =>
      frame.room === this.room.id && (frame.thread ?? null) === this.thread;
    this.outbox.on("undone", (frame) => isHere(frame) && this.takeBack(frame), signal);
    this.actions.onReply = (message) => this.#start({ replyTo: message });
    this.actions.onEdit = (message) => this.#start({ editing: message });
  }

  /** Takes the focus, unless that opens a keyboard over the page. */
  focus() {
    if (!touch.matches && !narrow.matches) this.textarea.focus({ preventScroll: true });
  }

  /**
   * What was typed into the form that the server wrote.
   *
   * @param {string} text
   */
  takeTyped(text) {
    if (text === this.textarea.value) return;
    this.textarea.value = text;
    this.#changed();
  }

  get empty() {
    return this.textarea.value === "";
  }

  /**
   * The draft was changed on another device. Text that is being edited here stays.
   *
   * @param {string} text
   */
  #takeDraft(text) {
    const isBeingEdited = this.#mode.editing || (!this.empty && this.textarea.value !== this.#untouched);
    if (isBeingEdited) return;
    this.#untouched = text;
    this.textarea.value = text;
    this.#draw();
  }

  /** Cancels a reply or an edit; false when there is none. */
  cancel() {
    if (this.#mode.isPlain) return false;
    this.#mode.stop();
    this.#draw();
    return true;
  }

  /**
   * Nothing can be written here any more, or for now.
   *
   * @param {string} reason
   */
  close(reason) {
    this.#mode.stop();
    this.#closing.reason = reason;
    this.#draw();
  }

  /** Something can be written here again. */
  reopen() {
    if (!this.#closing.isClosed) return;
    this.#closing.reason = null;
    this.#closing.showPlaceholder();
    this.#draw();
  }

  /** @param {{ replyTo?: Protocol.Message, editing?: Protocol.Message }} mode */
  #start(mode) {
    if (mode.replyTo && this.#closing.isClosed) return;
    this.#mode.start(mode);
    this.#draw();
    this.#writeAt(this.textarea.value.length);
  }

  /** @param {number} position  in the text */
  #writeAt(position) {
    this.textarea.focus();
    this.textarea.setSelectionRange(position, position);
  }

  /** My last message, to be changed: one that waits to be sent is taken back. False where there is none. */
  #changeNewest() {
    if (!this.empty || !this.#mode.isPlain) return false;
    if (this.outbox.held.undoNewest(this.room.id, this.thread)) return true;
    const message = this.actions.newestOwn();
    if (message) this.actions.edit(message.seq);
    return message !== null;
  }

  /**
   * A message was not to be sent after all: its text goes before what has been written since.
   *
   * @param {Protocol.Post} frame
   */
  takeBack({ text, reply_to: replyTo }) {
    this.#mode.start({ replyTo: replyTo === undefined ? null : this.actions.log.message(replyTo) });
    this.textarea.value = [text, this.textarea.value].filter(Boolean).join("\n\n");
    this.slowMode.undone();
    this.#changed();
    this.#writeAt(text.length);
  }

  #changed() {
    this.sending.changed();
    this.#saveAndDraw();
  }

  #saveAndDraw() {
    if (!this.#mode.editing) this.draft.save(this.textarea.value);
    this.#draw();
  }

  /** @param {Event} event */
  #submit(event) {
    event.preventDefault();
    if (this.sendButton.disabled) return;
    this.aids.close();
    this.sending.send();
  }

  #draw() {
    const isEditing = this.#mode.editing !== null;
    this.#closing.draw(isEditing);
    this.attachments.hidden = isEditing;
    const hasContent = this.attachments.hasContent(this.textarea.value, isEditing);
    this.sendButton.disabled = !hasContent || this.sending.isTooLong || this.#waits;
    drawSendButton(this.sendButton, { isEditing, isOnline: this.connection.online });
    for (const note of this.card.querySelectorAll(".composer__note")) note.remove();
    const slow = this.slowMode.every && !this.#closing.isClosed ? slowNote(this.slowMode) : null;
    const mode = this.#mode.note(() => this.cancel() && this.textarea.focus());
    const mayAttach = this.takesFiles;
    const notes = this.sending.notes({ mayAttach, maySplit: mayAttach && !this.slowMode.every });
    this.card.prepend(...present([mode, ...notes, slow]));
  }

  /** Can files be added? Not while a message is edited, or where nothing can be posted. */
  get takesFiles() {
    return !this.#mode.editing && !this.#closing.isClosed;
  }

  /** Nothing can be sent just now: closed, a command runs, or slow mode has this user wait. */
  get #waits() {
    const isSlowed = !this.#mode.editing && this.slowMode.left > 0;
    return this.textarea.disabled || this.sending.isBusy || isSlowed;
  }
}
