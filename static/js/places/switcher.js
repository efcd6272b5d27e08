// Ctrl K: go to a room by a few letters of its name. What waits comes first.

import { h, icon } from "../dom.js";
import { capped } from "../words.js";

export class Switcher {
  #dialog = null;

  constructor({ rooms, sidebar, directory }) {
    Object.assign(this, { rooms, sidebar, directory });
  }

  open() {
    if (this.#dialog) return;
    const input = h("input", { type: "text", "aria-label": "Room", role: "combobox", placeholder: "Go to…" });
    input.setAttribute("aria-expanded", "true");
    input.setAttribute("aria-controls", "found");
    const list = h("div", { class: "switcher__list", id: "found", role: "listbox", "aria-label": "Rooms" });
    const dialog = h("dialog", { class: "dialog switcher", "aria-label": "Go to" });
    dialog.append(
      h("div", { class: "switcher__input" }, icon("search"), input, h("kbd", {}, "Esc")),
      list,
      foot(),
    );
    document.body.append(dialog);
    this.#dialog = dialog;
    const draw = () =>
      list.replaceChildren(...this.#results(input.value.trim().replace(/^#/, "").toLowerCase()));
    input.addEventListener("input", draw);
    input.addEventListener("keydown", (event) => key(event, list));
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.addEventListener("close", () => (dialog.remove(), (this.#dialog = null)));
    draw();
    dialog.showModal();
    input.focus();
  }

  #results(words) {
    const found = this.rooms.filter(
      ({ slug, topic }) => slug.includes(words) || (words && topic.toLowerCase().includes(words)),
    );
    const waiting = found.filter(({ id }) => this.sidebar.unreadOf(id));
    const rest = found.filter(({ id }) => !this.sidebar.unreadOf(id));
    const about = words ? `Look for “${words}” among all rooms` : "All rooms";
    const address = words ? `${this.directory}?q=${encodeURIComponent(words)}` : this.directory;
    const everywhere = result({ url: address, slug: about, topic: "" }, "", "search", 0);
    const groups = [
      group(
        "Unread",
        waiting.map((room) => result(room, words, "hash", this.sidebar.unreadOf(room.id))),
      ),
      group("Rooms", [...rest.map((room) => result(room, words, "hash", 0)), everywhere]),
    ].filter(Boolean);
    groups[0].querySelector(".result").setAttribute("aria-selected", "true");
    return groups;
  }
}

function group(title, results) {
  if (!results.length) return null;
  return h(
    "div",
    { role: "group", "aria-label": title },
    h("h3", { class: "switcher__title", role: "presentation" }, title),
    ...results,
  );
}

function result({ url, slug, topic }, words, name, unread) {
  const link = h(
    "a",
    { class: "result", role: "option", "aria-selected": "false", href: url, tabindex: -1 },
    icon(name),
  );
  link.append(
    h("span", { class: "result__name" }, ...marked(slug, words)),
    h("span", { class: "result__about" }, topic),
  );
  link.append(
    h("span", { class: "result__end" }, unread ? h("span", { class: "count" }, capped(unread)) : ""),
  );
  return link;
}

function marked(text, words) {
  const at = words ? text.indexOf(words) : -1;
  return at < 0 ? [text] : [text.slice(0, at), h("mark", {}, words), text.slice(at + words.length)];
}

function foot() {
  const keys = (...names) => names.flatMap((name) => [h("kbd", {}, name), " "]);
  return h(
    "p",
    { class: "switcher__foot" },
    h("span", {}, ...keys("↑", "↓"), "choose"),
    h("span", {}, ...keys("Enter"), "go"),
  );
}

function key(event, list) {
  const results = [...list.querySelectorAll(".result")];
  const at = results.findIndex((one) => one.getAttribute("aria-selected") === "true");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Enter") results[at]?.click();
  if (!step) return;
  event.preventDefault();
  const next = results.at((at + step) % results.length);
  for (const one of results) one.setAttribute("aria-selected", String(one === next));
  next.scrollIntoView({ block: "nearest" });
}
