// What the page says of its state: the connection, announcements, and short notices of what was done.

import { h } from "../dom.js";
import { gettext, interpolate } from "../i18n.js";
import { showAnnouncements } from "./announcements.js";
import { ConnectionStatus } from "./connection_status.js";
import { StatusLine } from "./status_line.js";

/** @import { Connection } from "../connection/connection.js" */
/** @import { Outbox } from "../outbox/outbox.js" */

const DONE_FOR = 2000; // ms
const FAILED_FOR = 8000;
const OFFERED_FOR = 10_000;

export class Status {
  /** @type {string | null} */
  #pendingFailure = null; // to be shown when there is a connection

  /**
   * @param {object} parts
   * @param {HTMLElement | null} parts.element  null on a page that has no place for it
   * @param {HTMLElement | null} parts.indicator  the line below my name
   * @param {HTMLElement} parts.app
   * @param {Connection} parts.connection
   * @param {Outbox} parts.outbox
   * @param {string} parts.signInUrl
   */
  constructor({ element, indicator, app, connection, outbox, signInUrl }) {
    this.connection = connection;
    this.line = new StatusLine(element ?? addElement());
    const parts = { line: this.line, indicator, app, connection, outbox, signInUrl };
    this.connectionStatus = new ConnectionStatus(parts);
    showAnnouncements(this.line.element, connection);
    connection.on("online", () => this.#showPendingFailure());
  }

  /**
   * Messages of others came in.
   *
   * @param {number} number
   */
  received(number) {
    this.connectionStatus.received(number);
  }

  /** Where it says so. */
  get element() {
    return this.line.element;
  }

  /** Another room is opened: what was said of the one before is of no use any more. */
  roomClosed() {
    this.#pendingFailure = null;
    if (this.connectionStatus.settled) this.line.clearAll();
  }

  /**
   * A line that stays: this user is no longer in the room.
   *
   * @param {string} title
   * @param {string} text
   */
  left(title, text) {
    this.line.showPermanently({ icon: "warn", title, text, kind: "bad" });
  }

  /**
   * Something could not be done; not shown before there is a connection.
   *
   * @param {string} title
   */
  failed(title) {
    if (this.connection.state === "connecting") this.#pendingFailure = title;
    else if (this.connection.online && !this.line.isPermanent) {
      this.line.showFor({ icon: "warn", title, kind: "bad" }, FAILED_FOR);
    }
  }

  #showPendingFailure() {
    const title = this.#pendingFailure;
    this.#pendingFailure = null;
    if (title && this.connectionStatus.settled) this.failed(title);
  }

  /**
   * Offline, another page was asked for: it opens by itself.
   *
   * @param {string} name
   */
  linkDeferred(name) {
    this.connectionStatus.note(interpolate(gettext("%(name)s opens when the connection is back."), { name }));
  }

  /** Offline, a form was to be sent. */
  formNotSent() {
    this.connectionStatus.note(gettext("Nothing was sent. Try it again when the connection is back."));
  }

  /** What was pressed could not be loaded. */
  notLoaded() {
    if (this.connection.state === "offline") {
      this.connectionStatus.note(
        gettext("This could not be loaded. Try it again when the connection is back."),
      );
    } else this.failed(gettext("This could not be loaded. Check your connection and try again."));
  }

  /** May a notice be shown that can be missed? */
  get #free() {
    return this.connectionStatus.settled && !this.line.isPermanent;
  }

  /**
   * Something was done.
   *
   * @param {string} title
   */
  done(title) {
    if (this.#free) this.line.showFor({ icon: "check", title, kind: "good" }, DONE_FOR);
  }

  /**
   * The same, with a button for what can follow.
   *
   * @param {string} title
   * @param {string} label
   * @param {() => void} action
   */
  offer(title, label, action) {
    if (!this.#free) return;
    this.line.clear(); // the button of another offer is not this one's
    const click = () => {
      this.line.clear();
      action();
    };
    const button = h("button", { type: "button", class: "button button--small", click }, label);
    this.line.showFor({ icon: "check", title, kind: "good", button }, OFFERED_FOR);
  }
}

function addElement() {
  const element = h("div", { id: "status", class: "column page__status", role: "status" });
  document.querySelector(".page")?.prepend(element);
  return element;
}
