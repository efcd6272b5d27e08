// The dialog that lists the keyboard shortcuts.

import { openModal, smallDialog } from "../components/modal.js";
import { h } from "../dom.js";
import { gettext } from "../i18n.js";

const SHORTCUTS = [
  [gettext("Ctrl K"), gettext("go to a room, a person or a message; with Ctrl Enter, search")],
  [gettext("Alt ↑ ↓"), gettext("the room above or below; with Shift, the next unread one")],
  ["F6", gettext("the next part of the page")],
  ["↑", gettext("in an empty line: edit your last message")],
  [gettext("Ctrl B  I  E"), gettext("while writing: bold, italic, code")],
  [gettext("Ctrl Shift X  C"), gettext("while writing: strikethrough, a block of code")],
  [gettext("Esc"), gettext("close; cancel a reply or an edit; jump to latest")],
  [gettext("Ctrl /"), gettext("this list")],
  ["↑ ↓", gettext("on a message: the one above or below")],
  ["R  T", gettext("on a message: reply, reply in its thread")],
  ["E  P  L", gettext("on a message: edit, pin, copy its link")],
  ["F", gettext("on a message: forward it")],
  ["K", gettext("on a message: keep it for later, or no longer")],
  ["U", gettext("on a message: mark it and all after it as unread")],
  [gettext("+  Del"), gettext("on a message: react, delete")],
];

export function showShortcuts() {
  const title = gettext("Keyboard shortcuts");
  const rows = SHORTCUTS.map(([keys, text]) =>
    h("div", { class: "shortcuts__row" }, h("dt", {}, h("kbd", {}, keys)), h("dd", {}, text)),
  );
  const form = h(
    "form",
    { class: "dialog__form", method: "dialog" },
    h("h2", { class: "dialog__title" }, title),
    h("dl", { class: "shortcuts" }, ...rows),
    h("p", { class: "dialog__actions" }, h("button", { class: "button" }, gettext("Close"))),
  );
  openModal(smallDialog(title, form));
}
