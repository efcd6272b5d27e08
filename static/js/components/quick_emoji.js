// The emoji that are offered without the picker: on the message's toolbar, and above its menu.

import { gettext, interpolate, pgettext } from "../i18n.js";

/** @import { Emoji } from "./emoji_list.js" */

export const QUICK = [
  quick("👍", pgettext("emoji", "thumbs up")),
  quick("✅", pgettext("emoji", "check mark")),
  quick("❤️", pgettext("emoji", "heart")),
  quick("🎉", pgettext("emoji", "party popper")),
  quick("👀", pgettext("emoji", "eyes")),
];

/**
 * @param {string} emoji
 * @param {string} name
 * @returns {Emoji}
 */
function quick(emoji, name) {
  return { emoji, name, codes: [], keywords: name.toLowerCase(), tones: [] };
}

/** @param {Emoji} emoji */
export const reactWith = ({ name }) => interpolate(gettext("React with %(emoji)s"), { emoji: name });
