// /help: the list of commands.

import { openModal, smallDialog } from "../components/modal.js";
import { h } from "../dom.js";
import { gettext } from "../i18n.js";
import { everywhere } from "./command.js";

/** @import { Command } from "./command.js" */

/**
 * @param {() => Command[]} commands
 * @returns {Command}
 */
export const helpFor = (commands) => ({
  name: "help",
  usage: "",
  help: gettext("Shows this list"),
  isFor: everywhere,
  run: (_argument, { room }) => {
    showCommands(commands().filter((command) => command.isFor(room)));
    return { done: "" };
  },
});

/** @param {Command[]} commands */
function showCommands(commands) {
  const title = gettext("Commands");
  const rows = commands.map(({ name, usage, help }) =>
    h(
      "div",
      { class: "shortcuts__row" },
      h("dt", {}, h("kbd", {}, `/${name} ${usage}`.trim())),
      h("dd", {}, help),
    ),
  );
  const note = gettext("A message that begins with a slash: write it twice, or a blank before it.");
  const form = h(
    "form",
    { class: "dialog__form", method: "dialog" },
    h("h2", { class: "dialog__title" }, title),
    h("dl", { class: "shortcuts" }, ...rows),
    h("p", { class: "dialog__text" }, note),
    h("p", { class: "dialog__actions" }, h("button", { class: "button" }, gettext("Close"))),
  );
  openModal(smallDialog(title, form));
}
