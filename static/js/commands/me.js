// /me: what one does, in italics behind one's name.

import { gettext } from "../i18n.js";
import { everywhere, incomplete } from "./command.js";

/** @type {import("./command.js").Command} */
export const me = {
  name: "me",
  usage: gettext("message"),
  help: gettext("Says in italics what you do"),
  isFor: everywhere,
  run: (argument) => (argument ? { post: argument.split("\n").map(inItalics).join("\n") } : incomplete(me)),
};

/** @param {string} line */
function inItalics(line) {
  const text = line.trim();
  const mark = text.includes("_") ? "*" : "_";
  return text && mark + text.replaceAll(mark, `\\${mark}`) + mark;
}
