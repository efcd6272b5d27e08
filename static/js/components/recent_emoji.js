// The emoji that were used last on this device.

import { deviceStorage } from "../browser/storage.js";
import { QUICK } from "./quick_emoji.js";

/** @import { Emoji, EmojiGroup } from "./emoji_list.js" */

const KEY = "wick:emoji";
const MOST = 16;

/**
 * The last used ones, and quick ones after them while they are few.
 *
 * @param {EmojiGroup[]} groups  empty while they are not loaded
 * @returns {Emoji[]}
 */
export function recentEmoji(groups) {
  const known = new Map(groups.flatMap((group) => group.emoji.flatMap(byText)));
  const used = stored().map((emoji) => known.get(emoji) ?? unknown(emoji));
  const rest = QUICK.filter(({ emoji }) => !used.some((entry) => entry.emoji === emoji));
  return [...used, ...rest].slice(0, MOST);
}

/**
 * An emoji by its text, and by that of each tone, in which it is used again.
 *
 * @param {Emoji} one
 * @returns {[string, Emoji][]}
 */
const byText = (one) => [one.emoji, ...one.tones].map((emoji) => [emoji, { ...one, emoji, tones: [] }]);

/**
 * @param {string} emoji
 * @returns {Emoji}
 */
const unknown = (emoji) => ({ emoji, name: emoji, codes: [], keywords: emoji, tones: [] });

/** @param {string} emoji */
export function rememberEmoji(emoji) {
  const all = [emoji, ...stored().filter((other) => other !== emoji)];
  deviceStorage.set(KEY, JSON.stringify(all.slice(0, MOST)));
}

/** @returns {string[]} */
function stored() {
  try {
    return JSON.parse(deviceStorage.get(KEY) ?? "[]");
  } catch {
    return [];
  }
}
