// /shrug: a shrug behind the text.

import { gettext } from "../i18n.js";
import { everywhere } from "./command.js";

/** @type {import("./command.js").Command} */
export const shrug = {
  name: "shrug",
  usage: gettext("[message]"),
  help: gettext("Puts ¯\\_(ツ)_/¯ behind your message"),
  isFor: everywhere,
  run: (argument) => ({ post: `${argument} ¯\\_(ツ)_/¯`.trim() }),
};
