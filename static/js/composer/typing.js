// Who is writing: told while I write, and shown of the others.

import { h } from "../dom.js";

const TELL_EVERY = 3000; // ms
const SHOWN_FOR = 5000;

export class Typing {
  #others = new Map(); // user id: {name, until}
  #told = 0;
  #timer = null;

  constructor({ text, line, connection, room, me }) {
    Object.assign(this, { text, line, connection, room, me });
    text?.addEventListener("input", () => this.#tell());
    connection.on("typing", (frame) => frame.room === room.id && this.#heard(frame.user));
    connection.on(
      "event",
      (frame) => frame.room === room.id && frame.kind === "message" && this.#forget(frame.author.id),
    );
    connection.on("offline", () => this.#forget());
  }

  #tell() {
    if (!this.text.value.trim() || Date.now() - this.#told < TELL_EVERY) return;
    if (this.connection.send({ type: "typing", room: this.room.id })) this.#told = Date.now();
  }

  #heard(user) {
    if (user.id === this.me.id) return;
    this.#others.set(user.id, { name: user.name, until: Date.now() + SHOWN_FOR });
    this.#draw();
  }

  #forget(id = null) {
    if (id === null) this.#others.clear();
    else this.#others.delete(id);
    this.#draw();
  }

  #draw() {
    const now = Date.now();
    for (const [id, { until }] of this.#others) if (until <= now) this.#others.delete(id);
    const names = [...this.#others.values()].map(({ name }) => name.split(" ")[0]);
    const dots = h("span", { class: "writing__dots", "aria-hidden": "true" }, h("i"), h("i"), h("i"));
    this.line?.replaceChildren(...(names.length ? [dots, who(names)] : []));
    clearTimeout(this.#timer);
    if (names.length) this.#timer = setTimeout(() => this.#draw(), 500);
  }
}

function who(names) {
  if (names.length === 1) return `${names[0]} is writing`;
  if (names.length === 2) return `${names[0]} and ${names[1]} are writing`;
  return "Several people are writing";
}
