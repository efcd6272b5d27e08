// Where one writes. Enter sends; a note on the card says what sending will do when it is not the usual.

import { h, icon } from "../dom.js";
import { personName } from "../people/people.js";
import { words } from "../timeline/message.js";
import { codePoints, timeOf } from "../words.js";
import { Draft } from "./draft.js";
import { offerEmoji } from "./emoji_button.js";
import { growWithText } from "./grow.js";

const coarse = matchMedia("(pointer: coarse)");

export class Composer {
  #mode = null; // null, {reply: message} or {edit: message}
  #before = ""; // what stood there before an edit began

  constructor({ form, outbox, connection, actions, me, room, onSent }) {
    Object.assign(this, { form, outbox, connection, actions, me, room, onSent });
    this.text = form.querySelector("textarea");
    this.send = form.querySelector(".composer__send");
    this.card = form.querySelector(".composer__card");
    this.draft = new Draft(me.id, room.id);
    this.text.removeAttribute("maxlength");
    this.text.value ||= this.draft.read();
    form.querySelector("#hint").hidden = false;
    form.addEventListener("submit", (event) => this.#submit(event));
    this.text.addEventListener("input", () => this.#changed());
    this.text.addEventListener("keydown", (event) => this.#key(event));
    connection.on("state", () => this.#show());
    growWithText(this.text);
    offerEmoji(form.querySelector("#composer-emoji"), this.text);
    actions.onReply = (message) => this.#enter({ reply: message });
    actions.onEdit = (message) => this.#enter({ edit: message });
    this.card.querySelectorAll(".composer__note").forEach((note) => note.remove());
    this.#show();
  }

  get empty() {
    return this.text.value === "";
  }

  /** Leaves reply or edit; false when there is nothing to leave. */
  stop() {
    if (!this.#mode) return false;
    if (this.#mode.edit) this.text.value = this.#before;
    this.#mode = null;
    this.#show();
    return true;
  }

  /** Nothing can be written here any more. */
  close(words) {
    this.stop();
    this.form.classList.add("composer--closed");
    this.text.disabled = true;
    this.text.placeholder = words;
    this.#show();
  }

  #enter(mode) {
    this.stop();
    this.#mode = mode;
    if (mode.edit) {
      this.#before = this.text.value;
      this.text.value = mode.edit.text;
    }
    this.#show();
    this.text.focus();
    this.text.setSelectionRange(this.text.value.length, this.text.value.length);
  }

  #key(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey && !coarse.matches) this.#submit(event);
    if (event.key === "ArrowUp" && this.empty && !this.#mode) this.#editNewest(event);
  }

  #editNewest(event) {
    const message = this.actions.newestOwn();
    if (!message) return;
    event.preventDefault();
    this.actions.edit(message.seq);
  }

  #changed() {
    if (!this.#mode?.edit) this.draft.keep(this.text.value);
    this.#show();
  }

  #submit(event) {
    event.preventDefault();
    if (this.send.disabled) return;
    const text = this.text.value;
    const { reply, edit } = this.#mode ?? {};
    if (edit) {
      if (text !== edit.text) this.outbox.add({ type: "edit", room: this.room.id, seq: edit.seq, text });
    } else {
      this.outbox.add({ type: "post", room: this.room.id, text, ...(reply && { reply_to: reply.seq }) });
    }
    this.text.value = edit ? this.#before : "";
    this.#mode = null;
    this.draft.keep(this.text.value);
    this.#show();
    if (edit) return;
    this.text.placeholder = `Write to #${this.room.slug}`;
    this.onSent();
  }

  #show() {
    const most = this.connection.welcome?.limits.text ?? 4000;
    const over = this.text.value.length > most ? codePoints(this.text.value) - most : 0;
    this.send.disabled = !this.text.value.trim() || over > 0 || this.text.disabled;
    const [name, label] = this.#mode?.edit
      ? ["check", "Keep the change"]
      : this.connection.online
        ? ["send", "Send"]
        : ["clock", "Send when the connection is back"];
    this.send.setAttribute("aria-label", label);
    this.send.replaceChildren(icon(name));
    this.#notes(over);
  }

  #notes(over) {
    this.card.querySelectorAll(".composer__note").forEach((note) => note.remove());
    if (over > 0) {
      this.card.prepend(
        h(
          "div",
          { class: "composer__note composer__note--bad" },
          icon("warn", "small"),
          h("span", {}, `${over} characters too many.`),
        ),
      );
    }
    if (this.#mode) this.card.prepend(this.#modeNote());
  }

  #modeNote() {
    const { reply, edit } = this.#mode;
    const stop = () => (this.stop(), this.text.focus());
    const button = h(
      "button",
      { class: "icon-button", type: "button", "aria-label": "Stop", click: stop },
      icon("x", "small"),
    );
    if (edit) {
      return note(
        "pen",
        h("span", {}, `Editing your message from ${timeOf(new Date(edit.at))}`),
        h("span", { class: "quote__words" }, "Esc puts it back"),
        button,
      );
    }
    const to = h("span", {}, "Replying to ", personName(reply.author));
    return note(
      "reply",
      to,
      h("span", { class: "quote__words" }, words(reply.html)),
      button,
    );
  }
}

const note = (name, ...parts) => h("div", { class: "composer__note" }, icon(name, "small"), ...parts);
