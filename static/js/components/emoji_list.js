// The emoji of the picker: a list that the server makes, loaded when the picker is opened. The system draws them.

import { required } from "../dom.js";
import { gettext } from "../i18n.js";

/**
 * `codes`: what it is called between colons. `tones`: the same in five skin tones; empty where it has no skin.
 *
 * @typedef {{ emoji: string, name: string, codes: string[], keywords: string, tones: string[] }} Emoji
 */
/** @typedef {{ title: string, emoji: Emoji[] }} EmojiGroup */

/** @type {Partial<Record<string, string>>} */
const TITLES = {
  faces: gettext("Faces and feelings"),
  people: gettext("People"),
  nature: gettext("Animals and nature"),
  food: gettext("Food and drink"),
  travel: gettext("Travel and places"),
  activities: gettext("Activities"),
  objects: gettext("Objects"),
  symbols: gettext("Symbols"),
  flags: gettext("Flags"),
};

/** @type {Promise<EmojiGroup[]> | undefined} */
let loading;

/** Throws where the list cannot be loaded. */
export function loadEmoji() {
  loading ??= fetchGroups().catch((error) => {
    loading = undefined; // when the picker is opened again, the list is asked for again
    throw error;
  });
  return loading;
}

async function fetchGroups() {
  const { content: url } = required(document, 'meta[name="emoji-list"]', HTMLMetaElement);
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The list of emoji: ${response.status}`);
  /** @type {Record<string, Entry[]>} */
  const groups = await response.json();
  return Object.entries(groups).map(([group, list]) => ({
    title: TITLES[group] ?? group,
    emoji: list.map(toEmoji),
  }));
}

/** @typedef {[emoji: string, name: string, codes?: string[], keywords?: string[], tones?: string[]]} Entry */

/**
 * @param {Entry} entry
 * @returns {Emoji}
 */
function toEmoji([emoji, name, codes = [], keywords = [], tones = []]) {
  return { emoji, name, codes, keywords: [name, ...codes, ...keywords].join(" ").toLowerCase(), tones };
}

/**
 * Those that have each word of `query` among their keywords; first those that have them in their names.
 *
 * @param {EmojiGroup[]} groups
 * @param {string} query  in lower case
 */
export function searchEmoji(groups, query) {
  const wanted = query.split(/\s+/);
  const has = (/** @type {string} */ text) => wanted.every((word) => text.includes(word));
  const isNamed = (/** @type {Emoji} */ { name }) => has(name.toLowerCase());
  const found = groups.flatMap(({ emoji }) => emoji).filter(({ keywords }) => has(keywords));
  return [...found.filter(isNamed), ...found.filter((emoji) => !isNamed(emoji))];
}

/**
 * Those with a code that begins like this, then those with a keyword that does, each with the code.
 *
 * @param {EmojiGroup[]} groups
 * @param {string} start  in lower case
 * @param {number} most
 */
export function codesFrom(groups, start, most) {
  const all = groups.flatMap(({ emoji }) => emoji);
  const coded = all.flatMap((emoji) => {
    const code = emoji.codes.find((one) => one.startsWith(start));
    return code === undefined ? [] : [{ emoji, code }];
  });
  coded.sort((a, b) => a.code.length - b.code.length);
  if (coded.length >= most) return coded.slice(0, most);
  const known = new Set(coded.map(({ emoji }) => emoji));
  const words = start.replaceAll("_", " ");
  const others = all.filter((emoji) => !known.has(emoji) && ` ${emoji.keywords}`.includes(` ${words}`));
  return [...coded, ...others.map((emoji) => ({ emoji, code: emoji.codes[0] ?? "" }))].slice(0, most);
}

/**
 * The emoji with exactly this code.
 *
 * @param {EmojiGroup[]} groups
 * @param {string} code  in lower case
 */
export const withCode = (groups, code) =>
  groups.flatMap(({ emoji }) => emoji).find(({ codes }) => codes.includes(code)) ?? null;
