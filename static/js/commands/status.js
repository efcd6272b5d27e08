// /status: one's own status, beside one's name.

import { sendForm } from "../connection/form_request.js";
import { gettext } from "../i18n.js";
import { everywhere } from "./command.js";

const EMOJI = /^(?=.*(?:\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3))\P{L}+$/u;

/** @type {import("./command.js").Command} */
export const status = {
  name: "status",
  usage: gettext("[emoji] [text]"),
  help: gettext("Sets your status; without a text, clears it"),
  isFor: everywhere,
  run: async (argument, { csrfToken }) => {
    const { ok, text } = await sendForm("/settings/status/", fieldsOf(argument), csrfToken);
    return ok ? { done: text } : { problem: text };
  },
};

/**
 * @param {string} argument
 * @returns {Record<string, string>}
 */
function fieldsOf(argument) {
  const words = argument.split(/\s+/u).filter(Boolean);
  if (!words.length) return { clear: "1" };
  const emoji = EMOJI.test(words[0] ?? "") ? (words.shift() ?? "") : "";
  return { emoji, text: words.join(" "), until: "" };
}
