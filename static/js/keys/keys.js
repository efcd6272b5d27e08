// Keys that work everywhere on the page. Those of a single message are in message_keys.js.

import { h } from "../dom.js";

const TABLE = [
  ["Ctrl K", "go to a room"],
  ["Alt ↑ ↓", "the room above or below; with Shift, the next unread one"],
  ["F6", "the next part of the page"],
  ["↑", "in an empty line: edit your last message"],
  ["Esc", "close; leave a reply or an edit; go to now"],
  ["Ctrl /", "this list"],
  ["↑ ↓", "on a message: the one above or below"],
  ["R  E  L", "on a message: reply, edit, copy its link"],
  ["+  Del", "on a message: react, take it back"],
];

/** `steps` of Escape, tried in order until one did something. */
export function pageKeys({ switcher, sidebar, views, steps }) {
  addEventListener("keydown", (event) => {
    const control = event.ctrlKey || event.metaKey;
    const press = (act) => (event.preventDefault(), act());
    if (control && event.key.toLowerCase() === "k" && !event.shiftKey) press(() => switcher.open());
    else if (control && event.key === "/") press(showTable);
    else if (event.key === "F6") press(() => views.nextPane(event.shiftKey));
    else if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown"))
      press(() => step(event, sidebar));
    else if (event.key === "Escape" && !document.querySelector("dialog[open], :popover-open"))
      steps.some((act) => act());
  });
}

function step(event, sidebar) {
  const down = event.key === "ArrowDown";
  const all = sidebar.links();
  const at = all.findIndex((link) => link.hasAttribute("aria-current"));
  const wanted = new Set(sidebar.links(event.shiftKey));
  const order = down
    ? [...all.slice(at + 1), ...all.slice(0, Math.max(0, at))]
    : [...all.slice(0, Math.max(0, at)).reverse(), ...all.slice(at + 1).reverse()];
  order.find((link) => wanted.has(link))?.click();
}

function showTable() {
  const rows = TABLE.map(([keys, words]) =>
    h("div", { class: "keys__row" }, h("dt", {}, h("kbd", {}, keys)), h("dd", {}, words)),
  );
  const close = h("button", { class: "button" }, "Close");
  const form = h(
    "form",
    { class: "report", method: "dialog" },
    h("h2", { class: "report__title" }, "Keys"),
    h("dl", { class: "keys" }, ...rows),
  );
  form.append(h("p", { class: "report__end" }, close));
  const dialog = h("dialog", { class: "dialog dialog--small", "aria-label": "Keys" }, form);
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
}
