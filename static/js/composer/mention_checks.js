// Before a text is posted: whom it mentions who cannot see the room, and whether it goes to very many people.

import { isConfirmed } from "../components/confirmation.js";
import { h, icon } from "../dom.js";
import { gettext, interpolate, ngettext } from "../i18n.js";

/** @import { MentionPeople } from "./mention_people.js" */

const NAMES = /(?:^|[^\w@/.+-])@([a-z0-9][\w.-]{0,31})/giu;
const MANY = 20; // people: a mention of more is asked about
const MOST = 50; // names of a text
const PAUSE = 600; // ms without a change

/**
 * The names that follow an at sign, in lower case.
 *
 * @param {string} text
 */
function namesIn(text) {
  const names = [...text.matchAll(NAMES)].map(([, name = ""]) => name.replace(/[.-]+$/, "").toLowerCase());
  return [...new Set(names)].slice(0, MOST);
}

/** @param {string} text */
const mentionsEveryone = (text) => namesIn(text).includes("room");

export class MentionChecks {
  /** @type {Protocol.User[]} */
  #absent = [];
  #mayAdd = false;
  #asked = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {object} parts
   * @param {PageData.Room} parts.room
   * @param {MentionPeople} parts.people
   * @param {HTMLFormElement} parts.form
   * @param {() => void} parts.onChange
   */
  constructor({ room, people, form, onChange }) {
    this.room = room;
    this.people = people;
    this.form = form;
    this.onChange = onChange;
  }

  /**
   * May it be posted? A text that mentions everyone in a large room is asked about.
   *
   * @param {string} text
   */
  async allow(text) {
    if (!mentionsEveryone(text)) return true;
    const count = await this.people.everyone();
    if (count <= MANY) return true;
    const goes = ngettext("This goes to %(count)s person.", "This goes to %(count)s people.", count);
    return isConfirmed({
      title: gettext("Mention everyone?"),
      text: interpolate(goes, { count }),
      confirm: gettext("Send"),
    });
  }

  /**
   * The text is another.
   *
   * @param {string} text
   */
  changed(text) {
    if (this.room.kind !== "private") return;
    const names = namesIn(text).filter((name) => name !== "room");
    const asked = names.join(" ");
    if (asked === this.#asked) return;
    this.#asked = asked;
    clearTimeout(this.#timer);
    if (names.length) this.#timer = setTimeout(() => this.#look(names, asked), PAUSE);
    else this.#set([], false);
  }

  /** What is said of those who cannot see the room; null where there is nobody. */
  note() {
    if (!this.#absent.length) return null;
    const names = this.#absent.map(({ name }) => name).join(", ");
    const text = ngettext(
      "%(names)s cannot see this room.",
      "%(names)s cannot see this room.",
      this.#absent.length,
    );
    const add = h("button", { class: "link-button", type: "button", click: () => this.#add() });
    add.append(gettext("Add them"));
    const what = h("span", {}, interpolate(text, { names }));
    return h("div", { class: "composer__note" }, icon("warn", "small"), what, this.#mayAdd && add);
  }

  /**
   * @param {string[]} names
   * @param {string} asked
   */
  async #look(names, asked) {
    const query = new URLSearchParams(names.map((name) => ["name", name]));
    const response = await fetch(`${this.#address}absent/?${query}`).catch(() => null);
    if (!response?.ok || asked !== this.#asked) return;
    const { people, add } = await response.json();
    this.#set(people, add);
  }

  async #add() {
    const token = new FormData(this.form).get("csrfmiddlewaretoken");
    const body = new URLSearchParams(this.#absent.map(({ id }) => ["id", id]));
    const headers = { "X-CSRFToken": String(token ?? "") };
    const response = await fetch(`${this.#address}add/`, { method: "POST", body, headers }).catch(() => null);
    if (response?.ok) this.#set([], false);
  }

  get #address() {
    return `/mentionable/${this.room.id}/`;
  }

  /**
   * @param {Protocol.User[]} people
   * @param {boolean} mayAdd
   */
  #set(people, mayAdd) {
    this.#absent = people;
    this.#mayAdd = mayAdd;
    this.onChange();
  }
}
