// Who is here: faces and a number in the bar, and the people of the details pane in two lists.

import { h } from "../dom.js";
import { face } from "./people.js";

const FACES = 4;

export class Presence {
  #online = null; // users, null when only the number is known
  #count = 0;

  constructor({ button, details, connection, room, me }) {
    Object.assign(this, { button, details, connection, room, me });
    this.look();
    connection.on("presence", (frame) => frame.room === room.id && this.#heard(frame));
    connection.on("offline", () => this.#unknown());
    connection.on("ended", () => this.#unknown());
  }

  /** Takes the members from the details pane, which was made anew. */
  look() {
    this.pane = this.details.querySelector("#people");
    this.members = [...this.pane.querySelectorAll("[data-person]")];
    this.#drawPane();
  }

  #heard(frame) {
    this.#online = frame.online ?? null;
    this.#count = frame.count;
    this.#drawBar();
    this.#drawPane();
  }

  #unknown() {
    this.button.hidden = true;
    this.#online = null;
    this.#drawPane();
  }

  #drawBar() {
    const others = (this.#online ?? []).filter((user) => user.id !== this.me.id);
    const shown = (others.length ? others : (this.#online ?? [])).slice(0, FACES);
    const faces = h("span", { class: "faces" }, ...shown.map((user) => face(user, "avatar--small")));
    this.button.replaceChildren(...(shown.length ? [faces] : []), `${this.#count} here`);
    this.button.setAttribute("aria-label", `People: ${this.#count} here`);
    this.button.hidden = false;
  }

  /** Members and guests who are here, then the members who are not. */
  #drawPane() {
    const here = new Set((this.#online ?? []).map((user) => user.id));
    for (const line of this.members) dot(line, here.has(line.dataset.person));
    if (!this.#online) return this.pane.replaceChildren(h("ul", {}, ...this.members));
    const known = new Set(this.members.map((line) => line.dataset.person));
    const guests = this.#online.filter((user) => !known.has(user.id)).map((user) => this.#guest(user));
    const present = this.members.filter((line) => here.has(line.dataset.person));
    const absent = this.members.filter((line) => !here.has(line.dataset.person));
    const sections = [
      h("h3", { class: "details__sub" }, `Here now, ${this.#count}`),
      h("ul", {}, ...present, ...guests),
    ];
    if (absent.length) sections.push(h("h3", { class: "details__sub" }, "Not here"), h("ul", {}, ...absent));
    this.pane.replaceChildren(...sections);
  }

  #banLink({ id, username, name }) {
    if (!this.room.moderates || id === this.me.id || (this.room.badges[id] && !this.room.staff)) return null;
    const href = `${this.room.url}people/${username}/ban/`;
    const link = h("a", { class: "link-button", href, "data-ban": username, "data-name": name }, "Ban…");
    return h("span", { class: "member__deeds" }, link);
  }

  #guest(user) {
    const name = h(
      "span",
      {},
      user.name,
      h("small", {}, user.id === this.me.id ? "you, looking around" : "looking around"),
    );
    return h("li", { class: "member" }, face(user, "", true), name, this.#banLink(user));
  }
}

function dot(line, here) {
  const drop = line.querySelector(".avatar");
  drop.querySelector(".presence")?.remove();
  if (here) drop.append(h("span", { class: "presence" }));
}
