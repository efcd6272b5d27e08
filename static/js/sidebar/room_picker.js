// Picking one of my rooms in a dialog, by a few letters of its name.

import { isComposing } from "../browser/input_method.js";
import { openModal } from "../components/modal.js";
import { findAll, h, icon } from "../dom.js";
import { gettext } from "../i18n.js";
import { iconOf, nameOf, urlOf } from "./room_names.js";
import { searchRooms } from "./room_search.js";
import { result } from "./switcher_results.js";

/** @import { Sidebar } from "./sidebar.js" */

/** @typedef {{ id: string, name: string }} PickedRoom */

/** @type {Partial<Record<string, number>>} */
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

export class RoomPicker {
  /** @param {Sidebar} sidebar */
  constructor(sidebar) {
    this.sidebar = sidebar;
  }

  /**
   * The room that is picked; null when the dialog is closed without one.
   *
   * @param {string} title
   * @returns {Promise<PickedRoom | null>}
   */
  pick(title) {
    const input = searchInput(title);
    const list = h("div", {
      class: "switcher__list",
      id: "picker-results",
      role: "listbox",
      "aria-label": gettext("Rooms"),
    });
    const dialog = h(
      "dialog",
      { class: "dialog switcher", "aria-label": title },
      h("div", { class: "switcher__input" }, icon("search"), input, h("kbd", {}, gettext("Esc"))),
      list,
    );
    return new Promise((resolve) => {
      /** @param {PickedRoom} room */
      const onPick = (room) => {
        resolve(room);
        dialog.close();
      };
      input.addEventListener("input", () => this.#draw({ input, list, onPick }));
      input.addEventListener("keydown", (event) => keyDown(event, input, list));
      dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
      dialog.addEventListener("close", () => resolve(null));
      this.#draw({ input, list, onPick });
      openModal(dialog);
      input.focus();
    });
  }

  /** @param {{ input: HTMLInputElement, list: HTMLElement, onPick: (room: PickedRoom) => void }} parts */
  #draw({ input, list, onPick }) {
    const query = input.value.trim().replace(/^[#@]/, "").toLowerCase();
    const rooms = this.sidebar.rooms.map((room) => ({ ...room, name: nameOf(room), url: urlOf(room) }));
    const { others } = searchRooms(rooms, query, () => 0);
    list.replaceChildren(
      ...others.map((room) => {
        const element = result(room, query, iconOf(room.kind), 0);
        element.addEventListener("click", (event) => {
          event.preventDefault();
          event.stopPropagation();
          onPick(room);
        });
        return element;
      }),
    );
    select(input, list, findAll(list, ".result", HTMLElement)[0]);
  }
}

/** @param {string} title */
function searchInput(title) {
  return h("input", {
    type: "text",
    role: "combobox",
    placeholder: title,
    "aria-label": title,
    "aria-expanded": "true",
    "aria-autocomplete": "list",
    "aria-controls": "picker-results",
  });
}

/**
 * @param {KeyboardEvent} event
 * @param {HTMLInputElement} input
 * @param {HTMLElement} list
 */
function keyDown(event, input, list) {
  if (isComposing(event)) return;
  const results = findAll(list, ".result", HTMLElement);
  const selected = results.findIndex((one) => one.getAttribute("aria-selected") === "true");
  const step = STEPS[event.key];
  if (!step && event.key !== "Enter") return;
  event.preventDefault(); // what opens then is not to take the key as well
  if (!step) return results[selected]?.click();
  const next = results.at((selected + step) % results.length);
  select(input, list, next);
  next?.scrollIntoView({ block: "nearest" });
}

/**
 * @param {HTMLInputElement} input
 * @param {HTMLElement} list
 * @param {HTMLElement | undefined} chosen
 */
function select(input, list, chosen) {
  for (const one of findAll(list, ".result", HTMLElement)) {
    one.setAttribute("aria-selected", String(one === chosen));
  }
  input.setAttribute("aria-activedescendant", chosen?.id ?? "");
}
