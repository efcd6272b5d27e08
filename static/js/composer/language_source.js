// Behind the fence that opens a block of code, its language. A block may do without: Enter goes on to its first line.

import { gettext, interpolate, ngettext } from "../i18n.js";
import { openedFence } from "./code_fence.js";
import { LANGUAGES } from "./code_languages.js";
import { optionElement } from "./completion_option.js";

/** @import { Option, Source } from "./completion.js" */

/** @returns {Source} */
export function languageSource() {
  return {
    label: gettext("Language of the code"),
    begun: (before) => openedFence(before)?.language ?? null,
    known: (begun) => languagesFrom(begun.toLowerCase()).map(([name, code]) => option(name, code)),
    count: (count) => interpolate(ngettext("%(count)s language", "%(count)s languages", count), { count }),
    inCode: true,
    optional: true,
  };
}

/** @param {string} start */
function languagesFrom(start) {
  const all = LANGUAGES.filter(
    ([name, code]) => code.startsWith(start) || name.toLowerCase().startsWith(start),
  );
  return all.some(([, code]) => code === start) ? [] : all;
}

/**
 * @param {string} name
 * @param {string} code
 * @returns {Option}
 */
const option = (name, code) => ({
  name: code,
  insert: code,
  element: optionElement({ name, detail: code }),
});
