// What happens with the connection, in words.

import { h } from "../dom.js";
import { formatTime } from "../format.js";
import { gettext, interpolate, ngettext } from "../i18n.js";

/** @import { Connection } from "../connection/connection.js" */
/** @import { Outbox } from "../outbox/outbox.js" */
/** @import { StatusLine } from "./status_line.js" */

const CONNECTING_AFTER = 1000; // ms before the first connection says that it takes a while
const SUMMARY_AFTER = 1000; // ms in which the outbox is sent and events come in
const SUMMARY_FOR = 4000;
const SIGNED_OUT = 4401;

export class ConnectionStatus {
  #note = ""; // about something that has to wait
  #lost = false; // there was a connection, or an attempt, and then none
  #sent = 0; // since it was lost
  #received = 0;

  /**
   * @param {object} parts
   * @param {StatusLine} parts.line
   * @param {HTMLElement | null} parts.indicator  the line below my name
   * @param {HTMLElement} parts.app
   * @param {Connection} parts.connection
   * @param {Outbox} parts.outbox
   * @param {string} parts.signInUrl
   */
  constructor({ line, indicator, app, connection, outbox, signInUrl }) {
    this.line = line;
    this.indicator = indicator;
    this.app = app;
    this.connection = connection;
    this.outbox = outbox;
    this.signInUrl = signInUrl;
    connection.on("connecting", () => this.#connecting());
    connection.on("online", () => this.#online());
    connection.on("offline", () => this.#offline());
    connection.on("ended", (code) => this.#ended(code));
    outbox.on("sent", () => (this.#sent += 1));
    outbox.on("change", () => this.#drawOffline());
  }

  /** Is nothing to be said of the connection? */
  get settled() {
    return this.connection.online && !this.#lost;
  }

  /**
   * Messages of others came in.
   *
   * @param {number} number
   */
  received(number) {
    this.#received += number;
  }

  /**
   * Something has to wait for the connection.
   *
   * @param {string} text
   */
  note(text) {
    this.#note = text;
    this.#drawOffline();
  }

  #connecting() {
    if (this.#lost) return;
    const line = { icon: "clock", title: gettext("Connecting…"), text: gettext("You can write already.") };
    this.line.after(CONNECTING_AFTER, () => this.line.show(line));
  }

  #online() {
    this.#indicate("online", gettext("Online"));
    if (this.#lost) this.line.after(SUMMARY_AFTER, () => this.#summarise());
    else this.line.clear();
  }

  /** What was sent and received since the connection was lost. */
  #summarise() {
    const text = summary(this.#sent, this.#received);
    this.#lost = false;
    this.#note = "";
    this.line.showFor({ icon: "check", title: gettext("Back online."), text, kind: "good" }, SUMMARY_FOR);
  }

  #offline() {
    if (!this.#lost) {
      this.#sent = 0;
      this.#received = 0;
      this.#indicate(
        "offline",
        interpolate(gettext("Offline since %(time)s"), { time: formatTime(new Date()) }),
      );
    }
    this.#lost = true;
    this.#drawOffline();
  }

  #drawOffline() {
    if (this.connection.state !== "offline") return;
    const seconds = Math.max(0, Math.ceil((this.connection.retryAt - Date.now()) / 1000));
    const tryNow = () => this.connection.tryNow();
    this.line.show({
      icon: "off",
      title: gettext("You are offline."),
      text: [waitingText(this.outbox.waiting), this.#note].filter(Boolean).join(" "),
      button: h(
        "button",
        { type: "button", class: "button button--small", click: tryNow },
        gettext("Try now"),
      ),
      aside: interpolate(gettext("Next try in %(seconds)s s."), { seconds }),
    });
    this.line.after(1000, () => this.#drawOffline());
  }

  /** @param {number} code */
  #ended(code) {
    this.#indicate("offline", gettext("Not connected"));
    if (code === SIGNED_OUT) return this.#signedOut();
    // A user who could connect before is suspended now. Others have a page, so it is its address that is not allowed.
    const [title, text] = this.connection.welcome
      ? [gettext("Your account is suspended."), gettext("Ask an administrator.")]
      : [
          gettext("No access from this address."),
          gettext("Open the chat at its usual address, or ask an administrator."),
        ];
    this.line.showPermanently({ icon: "warn", title, text, kind: "bad" });
  }

  #signedOut() {
    const href = `${this.signInUrl}?next=${encodeURIComponent(location.pathname)}`;
    this.line.showPermanently({
      icon: "warn",
      title: gettext("You are signed out."),
      text: gettext("Unsent messages stay on this device."),
      kind: "bad",
      button: h("a", { class: "button button--small", href }, gettext("Sign in")),
    });
  }

  /**
   * @param {"online" | "offline"} state
   * @param {string} text
   */
  #indicate(state, text) {
    this.app.dataset.connection = state;
    if (this.indicator) this.indicator.textContent = text;
  }
}

/** @param {number} waiting */
function waitingText(waiting) {
  if (!waiting) return "";
  const text = ngettext(
    "%(count)s message is waiting here and will go out by itself.",
    "%(count)s messages are waiting here and will go out by themselves.",
    waiting,
  );
  return interpolate(text, { count: waiting });
}

/**
 * @param {number} sent
 * @param {number} received
 */
function summary(sent, received) {
  const out = ngettext("%(count)s message went out", "%(count)s messages went out", sent);
  const back = ngettext("%(count)s came in", "%(count)s came in", received);
  const parts = [];
  if (sent) parts.push(interpolate(out, { count: sent }));
  if (received) parts.push(interpolate(back, { count: received }));
  return parts.length ? `${parts.join("; ")}.` : "";
}
