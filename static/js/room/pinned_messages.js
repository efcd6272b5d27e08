// The room's pinned messages: their number in the header, and the list of them in a dialog.

import { openModal } from "../components/modal.js";
import { closest, h, required } from "../dom.js";
import { formatMoment } from "../format.js";
import { gettext, interpolate, ngettext } from "../i18n.js";
import { isPin } from "../log/kinds/pin.js";
import { isDeletion } from "../log/kinds.js";
import { avatar, displayName } from "../members/avatar.js";
import { summaryOf } from "../message/summary.js";
import { uuid } from "../uuid.js";

/** @import { Connection } from "../connection/connection.js" */
/** @import { Subscription } from "../log/subscription.js" */
/** @import { MessageActions } from "../message/message_actions.js" */

export class PinnedMessages {
  /** @type {HTMLElement | null} */
  #list = null; // while the dialog is open
  #asked = ""; // the id of the request that is not answered yet

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.button  in the header
   * @param {PageData.Room} parts.room
   * @param {Connection} parts.connection
   * @param {Subscription} parts.subscription
   * @param {MessageActions} parts.actions
   * @param {AbortSignal} parts.signal  aborted when the room is closed
   */
  constructor({ button, room, connection, subscription, actions, signal }) {
    this.button = button;
    this.room = room;
    this.connection = connection;
    this.actions = actions;
    button.addEventListener("click", (event) => this.#click(event), { signal });
    subscription.on("events", (events) => this.#receive(events), signal);
    connection.on("pins", (frame) => frame.id === this.#asked && this.#show(frame.events), signal);
    signal.addEventListener("abort", () => this.#list?.closest("dialog")?.close(), { once: true });
    this.#draw();
  }

  /** @param {Protocol.RoomEvent[]} events */
  #receive(events) {
    const before = String(this.room.pins);
    for (const event of events) {
      if (isPin(event)) this.#change(event.target, event.on);
      else if (isDeletion(event)) this.#change(event.target, false);
    }
    if (String(this.room.pins) === before) return;
    this.#draw();
    if (this.#list) this.#ask();
  }

  /**
   * @param {number} seq
   * @param {boolean} on
   */
  #change(seq, on) {
    const others = this.room.pins.filter((pinned) => pinned !== seq);
    this.room.pins = on ? [seq, ...others] : others;
  }

  #draw() {
    const count = this.room.pins.length;
    const label = ngettext("%(count)s pinned message", "%(count)s pinned messages", count);
    this.button.setAttribute("aria-label", interpolate(label, { count }));
    required(this.button, "span", HTMLElement).textContent = String(count);
    this.button.hidden = !count;
  }

  /** @param {MouseEvent} event */
  #click(event) {
    if (!this.connection.online || event.ctrlKey || event.metaKey || event.shiftKey) return; // the page has it too
    event.preventDefault();
    this.#open();
    this.#ask();
  }

  #ask() {
    this.#asked = uuid();
    this.connection.send({ type: "pins", id: this.#asked, room: this.room.id });
  }

  #open() {
    const title = gettext("Pinned messages");
    this.#list = h("ul", { class: "pins", "aria-busy": "true" });
    const form = h(
      "form",
      { class: "dialog__form", method: "dialog" },
      h("h2", { class: "dialog__title" }, title),
      this.#list,
      h("p", { class: "dialog__actions" }, h("button", { class: "button" }, gettext("Close"))),
    );
    const dialog = h("dialog", { class: "dialog dialog--pins", "aria-label": title }, form);
    dialog.addEventListener("click", (event) => {
      if (closest(event.target, ".pin", HTMLAnchorElement)) dialog.close();
    });
    dialog.addEventListener("close", () => (this.#list = null));
    openModal(dialog);
  }

  /** @param {Protocol.Message[]} messages */
  #show(messages) {
    const none = h("li", {}, gettext("No message is pinned here."));
    this.#list?.replaceChildren(...(messages.length ? messages.map((each) => this.#row(each)) : [none]));
    this.#list?.removeAttribute("aria-busy");
  }

  /** @param {Protocol.Message} message */
  #row(message) {
    const { seq, author, at } = message;
    const link = h(
      "a",
      { class: "pin", href: `${this.room.url}?at=${seq}#m${seq}` },
      h(
        "span",
        { class: "pin__author" },
        avatar(author, "avatar--tiny"),
        displayName(author),
        h("time", { datetime: at }, formatMoment(new Date(at))),
      ),
      h("span", { class: "pin__text", dir: "auto" }, summaryOf(message)),
    );
    return h("li", { class: "pins__row" }, link, this.actions.mayPin && this.#unpinButton(seq, author));
  }

  /**
   * @param {number} seq
   * @param {Protocol.User} author
   */
  #unpinButton(seq, { name }) {
    const label = interpolate(gettext("Unpin the message by %(name)s"), { name });
    const click = () => this.actions.pin(seq, false);
    const attributes = { class: "button button--small", type: "button", "aria-label": label, click };
    return h("button", attributes, gettext("Unpin"));
  }
}
