// The quick switcher (Ctrl K): go to a room, a person or a message by a few letters.

import { isComposing } from "../browser/input_method.js";
import { openModal } from "../components/modal.js";
import { findAll, h, icon } from "../dom.js";
import { gettext, interpolate } from "../i18n.js";
import { QuickSearch } from "../search/quick_search.js";
import { searchUrl } from "../search/search_address.js";
import { iconOf, nameOf, urlOf } from "./room_names.js";
import { searchRooms } from "./room_search.js";
import { group, messageResult, personResult, result } from "./switcher_results.js";

/** @import { Found } from "../search/quick_search.js" */
/** @import { Sidebar } from "./sidebar.js" */

/** @type {Partial<Record<string, number>>} */
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/** @typedef {{ text: string, only: "" | "rooms" | "people" }} Typed  without the sign that narrows it */
/** @typedef {{ input: HTMLInputElement, list: HTMLElement }} Parts */

export class RoomSwitcher {
  #open = false;
  #search = new QuickSearch();

  /**
   * @param {object} parts
   * @param {Sidebar} parts.sidebar
   * @param {string} parts.directoryUrl
   */
  constructor({ sidebar, directoryUrl }) {
    this.sidebar = sidebar;
    this.directoryUrl = directoryUrl;
  }

  open() {
    if (this.#open) return;
    this.#open = true;
    const input = searchInput();
    const list = resultList();
    const dialog = h(
      "dialog",
      { class: "dialog switcher", "aria-label": gettext("Go to") },
      h("div", { class: "switcher__input" }, icon("search"), input, h("kbd", {}, gettext("Esc"))),
      list,
      footer(),
    );
    const parts = { input, list };
    input.addEventListener("input", () => this.#draw(parts));
    input.addEventListener("keydown", (event) => keyDown(event, parts));
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.addEventListener("close", () => {
      this.#open = false;
      this.#search.stop();
    });
    this.#draw(parts);
    openModal(dialog);
    input.focus();
  }

  /** @param {Parts} parts */
  async #draw({ input, list }) {
    const typed = read(input.value);
    const search = typed.text && !typed.only ? [searchGroup(typed.text)] : [];
    list.replaceChildren(...this.#roomGroups(typed), ...search);
    select({ input, list }, findAll(list, ".result", HTMLElement)[0]);
    const found = typed.only === "rooms" ? null : await this.#search.find(typed.text);
    if (found && list.isConnected) list.append(...foundGroups(found, typed));
  }

  /** @param {Typed} typed */
  #roomGroups({ text, only }) {
    const query = text.toLowerCase();
    const rooms = this.sidebar.rooms.filter(
      ({ kind }) => !only || (kind === "direct") === (only === "people"),
    );
    const targets = rooms.map((room) => ({ ...room, name: nameOf(room), url: urlOf(room) }));
    const unreadOf = (/** @type {{ id: string }} */ { id }) => this.sidebar.unreadOf(id);
    const { unread, others } = searchRooms(targets, query, unreadOf);
    const element = (/** @type {(typeof targets)[number]} */ target) =>
      result(target, query, iconOf(target.kind), unreadOf(target));
    const directory = only === "people" ? [] : [result(this.#directory(text), "", "hash", 0)];
    const groups = unread.length ? [group(gettext("Unread"), unread.map(element))] : [];
    const all = [...others.map(element), ...directory];
    const title = only === "people" ? gettext("Conversations") : gettext("Rooms");
    return all.length ? [...groups, group(title, all)] : groups;
  }

  /**
   * The search of all rooms.
   *
   * @param {string} query
   */
  #directory(query) {
    if (!query) return { url: this.directoryUrl, name: gettext("All rooms"), topic: "" };
    const url = `${this.directoryUrl}?q=${encodeURIComponent(query)}`;
    return { url, name: interpolate(gettext("Search all rooms for “%(query)s”"), { query }), topic: "" };
  }
}

/**
 * @param {string} value
 * @returns {Typed}
 */
function read(value) {
  const typed = value.trim();
  if (typed.startsWith("#")) return { text: typed.slice(1).trim(), only: "rooms" };
  if (typed.startsWith("@")) return { text: typed.slice(1).trim(), only: "people" };
  return { text: typed, only: "" };
}

/** @param {string} query */
function searchGroup(query) {
  const name = interpolate(gettext("Search all messages for “%(query)s”"), { query });
  return group(gettext("Messages"), [result({ url: searchUrl(query), name, topic: "" }, "", "search", 0)]);
}

/**
 * @param {Found} found
 * @param {Typed} typed
 */
function foundGroups({ people, hits }, { text, only }) {
  const groups = [];
  const persons = people.map((person) => personResult(person, text.toLowerCase()));
  if (persons.length) groups.push(group(gettext("People"), persons));
  if (hits.length && !only) groups.push(group(gettext("Newest messages"), hits.map(messageResult)));
  return groups;
}

function searchInput() {
  return h("input", {
    type: "text",
    role: "combobox",
    placeholder: gettext("Go to, or search"),
    "aria-label": gettext("Room, person or words"),
    "aria-expanded": "true",
    "aria-controls": "switcher-results",
    "aria-autocomplete": "list",
  });
}

function resultList() {
  return h("div", {
    class: "switcher__list",
    id: "switcher-results",
    role: "listbox",
    "aria-label": gettext("Results"),
  });
}

function footer() {
  /** @param {string[]} names */
  const keys = (...names) => names.flatMap((name) => [h("kbd", {}, name), " "]);
  return h(
    "p",
    { class: "switcher__footer" },
    h("span", {}, ...keys("↑", "↓"), gettext("choose")),
    h("span", {}, ...keys(gettext("Enter")), gettext("go")),
    h("span", {}, ...keys(gettext("Ctrl Enter")), gettext("search messages")),
    h("span", {}, ...keys("#"), gettext("rooms only")),
    h("span", {}, ...keys("@"), gettext("people only")),
  );
}

/**
 * @param {KeyboardEvent} event
 * @param {Parts} parts
 */
function keyDown(event, parts) {
  if (isComposing(event)) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    return location.assign(searchUrl(parts.input.value.trim()));
  }
  const results = findAll(parts.list, ".result", HTMLElement);
  const selected = results.findIndex((one) => one.getAttribute("aria-selected") === "true");
  const step = STEPS[event.key];
  if (event.key === "Enter") results[selected]?.click();
  if (!step) return;
  event.preventDefault();
  const next = results.at((selected + step) % results.length);
  select(parts, next);
  next?.scrollIntoView({ block: "nearest" });
}

/**
 * @param {Parts} parts
 * @param {HTMLElement | undefined} chosen
 */
function select({ input, list }, chosen) {
  for (const one of findAll(list, ".result", HTMLElement)) {
    one.setAttribute("aria-selected", String(one === chosen));
  }
  input.setAttribute("aria-activedescendant", chosen?.id ?? "");
}
