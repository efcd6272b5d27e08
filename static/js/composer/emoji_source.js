// Behind a colon and two letters, the emoji that are called so.

import { codesFrom, loadEmoji } from "../components/emoji_list.js";
import { toned } from "../components/skin_tone.js";
import { gettext, interpolate, ngettext } from "../i18n.js";
import { optionElement } from "./completion_option.js";

/** @import { Emoji, EmojiGroup } from "../components/emoji_list.js" */
/** @import { Option, Source } from "./completion.js" */

const BEGUN = /(?:^|[^\p{L}\p{N}:/])(:[\p{L}\p{N}_+-]{2,40})$/u;
const MOST = 8;

/** @returns {Source} */
export function emojiSource() {
  /** @type {EmojiGroup[]} */
  let groups = [];
  return {
    label: gettext("Emoji"),
    begun: (before) => BEGUN.exec(before)?.[1] ?? null,
    known: (begun) => options(groups, begun),
    search: async (begun) => {
      groups = await loadEmoji().catch(() => []);
      return options(groups, begun);
    },
    count: (count) => interpolate(ngettext("%(count)s emoji", "%(count)s emoji", count), { count }),
  };
}

/**
 * @param {EmojiGroup[]} groups
 * @param {string} begun
 */
const options = (groups, begun) =>
  codesFrom(groups, begun.slice(1).toLowerCase(), MOST).map(({ emoji, code }) => option(emoji, code));

/**
 * @param {Emoji} emoji
 * @param {string} code
 * @returns {Option}
 */
function option(emoji, code) {
  const text = toned(emoji);
  const element = optionElement({ symbol: text, name: `:${code}:`, detail: emoji.name });
  return { name: text, insert: `${text} `, element };
}
