// What happens with the connection, in words, above the composer; and my own line at the foot of the sidebar.

import { h, icon } from "../dom.js";
import { count, timeOf } from "../words.js";

const CONNECTING_AFTER = 1000; // ms
const BACK_FOR = 4000;

export class Status {
  #timer = null;
  #news = null;
  #lost = false; // was the connection there, and then not?
  #sent = 0; // since it was lost
  #came = 0;
  #lasting = false; // what is said will not change any more

  constructor({ element, mine, shell, connection, outbox, signIn }) {
    Object.assign(this, { mine, shell, connection, outbox, signIn });
    this.element = element ?? h("div"); // pages without a composer say it at the foot of the sidebar only
    connection.on("connecting", () => this.#connecting());
    connection.on("online", () => this.#online());
    connection.on("offline", () => this.#offline());
    connection.on("ended", (code) => this.#ended(code));
    connection.on("news", (frame) => this.#tell(frame.text));
    outbox.on("sent", () => (this.#sent += 1));
    outbox.on("change", () => this.connection.state === "offline" && this.#drawOffline());
  }

  /** Messages of others that came in. */
  came(number) {
    this.#came += number;
  }

  /** A line that stays: we are no longer in this room. */
  left(title, words) {
    this.#lasting = true;
    this.#say("warn", title, words, { kind: "status--bad" });
  }

  /** A short line that goes by itself, unless there is more to say. */
  done(words) {
    if (this.connection.state !== "online" || this.#lost || this.#lasting) return;
    this.#say("check", words, "", { kind: "status--good" });
    this.#after(BACK_FOR / 2, () => this.#clear());
  }

  #connecting() {
    if (this.#lost) return;
    this.#after(CONNECTING_AFTER, () => this.#say("clock", "Connecting…", "You can write already."));
  }

  #online() {
    this.#mark("online", "Here");
    if (!this.#lost) return this.#clear();
    this.#after(BACK_FOR / 4, () => this.#back());
  }

  #back() {
    const parts = [];
    if (this.#sent) parts.push(`${count(this.#sent, "message")} went out`);
    if (this.#came) parts.push(`${this.#came} came in`);
    this.#lost = false;
    this.#say("check", "Back online.", parts.length ? `${parts.join("; ")}.` : "", { kind: "status--good" });
    this.#after(BACK_FOR, () => this.#clear());
  }

  #offline() {
    if (!this.#lost) {
      this.#sent = this.#came = 0;
      this.#mark("offline", `Offline since ${timeOf(new Date())}`);
    }
    this.#lost = true;
    this.#drawOffline();
  }

  #drawOffline() {
    if (this.connection.state !== "offline") return;
    const seconds = Math.max(0, Math.ceil((this.connection.retryAt - Date.now()) / 1000));
    const tryNow = () => this.connection.tryNow();
    const button = h("button", { type: "button", class: "button button--small", click: tryNow }, "Try now");
    this.#say("off", "You are offline.", waitingWords(this.outbox.waiting), {
      button,
      aside: `Next try in ${seconds} s.`,
    });
    this.#after(1000, () => this.#drawOffline());
  }

  #ended(code) {
    this.#mark("offline", "Not connected");
    this.#lasting = true;
    if (code === 4401) {
      const again = `${this.signIn}?next=${encodeURIComponent(location.pathname)}`;
      const button = h("a", { class: "button button--small", href: again }, "Sign in");
      this.#say("warn", "You are signed out.", "What you wrote and did not send is kept here.", {
        kind: "status--bad",
        button,
      });
    } else {
      const words = "This account is suspended, or this address is none of the house’s. Ask whoever runs it.";
      this.#say("warn", "You are not let in.", words, { kind: "status--bad" });
    }
  }

  #tell(text) {
    this.#news?.remove();
    const close = h(
      "button",
      { type: "button", class: "icon-button", "aria-label": "Close" },
      icon("x", "small"),
    );
    this.#news = h(
      "p",
      { class: "status" },
      icon("bell"),
      h("span", {}, h("b", {}, "From the house: "), text),
      close,
    );
    close.addEventListener("click", () => this.#news.remove());
    this.element.prepend(this.#news);
  }

  #mark(state, words) {
    this.shell.dataset.connection = state;
    if (this.mine) this.mine.textContent = words;
  }

  /** `aside` may change every second, so it is not read aloud, and changing it leaves the line alone. */
  #say(name, title, words, { kind = "", button = null, aside = "" } = {}) {
    clearTimeout(this.#timer);
    const print = title + words;
    const held = this.element.querySelector(".status[data-line]");
    if (held?.dataset.line === print) return void (held.querySelector("[data-aside]").textContent = aside);
    const line = h("p", { class: `status ${kind}`.trim(), "data-line": print }, icon(name));
    const told = h(
      "span",
      {},
      h("b", {}, title),
      ` ${words} `,
      h("span", { "aria-hidden": "true", "data-aside": true }, aside),
    );
    line.append(told, ...(button ? [button] : []));
    if (held) held.replaceWith(line);
    else this.element.append(line);
  }

  #clear() {
    clearTimeout(this.#timer);
    if (!this.#lasting) this.element.querySelector(".status[data-line]")?.remove();
  }

  #after(wait, act) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(act, wait);
  }
}

function waitingWords(waiting) {
  if (!waiting) return "";
  if (waiting === 1) return "1 message is waiting here and will go out by itself.";
  return `${waiting} messages are waiting here and will go out by themselves.`;
}
