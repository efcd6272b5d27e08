// The emoji picker: recently used ones first, then groups, narrowed by a search.

import { isComposing } from "../browser/input_method.js";
import { closest, find, findAll, h, icon } from "../dom.js";
import { gettext, interpolate } from "../i18n.js";
import { loadEmoji, searchEmoji } from "./emoji_list.js";
import { openPopover } from "./popover.js";
import { recentEmoji, rememberEmoji } from "./recent_emoji.js";
import { toned } from "./skin_tone.js";
import { skinToneChoice } from "./skin_tone_choice.js";

/** @import { Emoji, EmojiGroup } from "./emoji_list.js" */

/** @typedef {{ groups: EmojiGroup[], state: string }} Loaded  `state`: what is shown below, in words */

const COLUMNS = 8;
const MOST_FOUND = 100;

/** @type {Partial<Record<string, number>>} */
const STEPS = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS };

/**
 * Opens by `anchor`.
 *
 * @param {HTMLElement} anchor
 * @param {(emoji: string) => void} onPick
 */
export function pickEmoji(anchor, onPick) {
  const list = h("div", { class: "emoji-picker__list" });
  const shown = h("p", { class: "emoji-picker__preview", "aria-hidden": "true" });
  const footer = h("div", { class: "emoji-picker__footer" }, shown);
  const input = searchInput();
  const search = h("div", { class: "search" }, icon("search", "small"), input);
  const picker = h(
    "div",
    { class: "emoji-picker", role: "dialog", "aria-label": gettext("Emoji") },
    h("div", { class: "emoji-picker__search" }, search),
    list,
    footer,
  );
  /** @param {string} emoji */
  const pick = (emoji) => {
    rememberEmoji(emoji);
    close();
    onPick(emoji);
  };
  /** @type {Loaded} */
  let loaded = { groups: [], state: gettext("Loading…") };
  const draw = () => {
    list.replaceChildren(...sections(loaded, input.value.trim().toLowerCase(), pick));
    preview(shown, find(list, "button", HTMLElement));
  };
  footer.append(skinToneChoice(draw));
  input.addEventListener("input", draw);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !isComposing(event)) find(list, "button", HTMLElement)?.click();
  });
  list.addEventListener("pointerover", (event) => preview(shown, event.target));
  list.addEventListener("focusin", (event) => preview(shown, event.target));
  list.addEventListener("keydown", (event) => moveFocus(event, list));
  draw();
  const close = openPopover(picker, anchor);
  input.focus();
  loadEmoji()
    .then((groups) => (loaded = { groups, state: "" }))
    .catch(() => (loaded = { groups: [], state: gettext("The list of emoji could not be loaded.") }))
    .finally(draw);
}

function searchInput() {
  const label = gettext("Find an emoji");
  return h("input", { class: "input", type: "search", placeholder: label, "aria-label": label });
}

/**
 * @param {Loaded} loaded
 * @param {string} query
 * @param {(emoji: string) => void} pick
 */
function sections({ groups, state }, query, pick) {
  const shown = query ? [foundGroup(groups, query)] : [recentGroup(groups), ...groups];
  if (state) shown.push({ title: state, emoji: [] });
  return shown.flatMap(({ title, emoji }) => [
    h("h3", { class: "emoji-picker__title" }, title),
    h("div", { class: "emoji-picker__grid" }, ...emoji.map((one) => emojiButton(one, pick))),
  ]);
}

/** @param {EmojiGroup[]} groups */
const recentGroup = (groups) => ({ title: gettext("Recently used"), emoji: recentEmoji(groups) });

/**
 * @param {EmojiGroup[]} groups
 * @param {string} query
 * @returns {EmojiGroup}
 */
function foundGroup(groups, query) {
  const emoji = searchEmoji(groups, query).slice(0, MOST_FOUND);
  const nothing = interpolate(gettext("Nothing found for “%(words)s”."), { words: query });
  return { title: emoji.length || !groups.length ? gettext("Found") : nothing, emoji };
}

/**
 * @param {Emoji} entry
 * @param {(emoji: string) => void} pick
 */
function emojiButton(entry, pick) {
  const emoji = toned(entry);
  const attributes = {
    type: "button",
    "aria-label": entry.name,
    "data-emoji": emoji,
    click: () => pick(emoji),
  };
  return h("button", attributes, emoji);
}

/**
 * Shows what has the focus or the pointer.
 *
 * @param {HTMLElement} shown
 * @param {EventTarget | null} target
 */
function preview(shown, target) {
  const button = closest(target, "[data-emoji]", HTMLElement);
  if (!button) return;
  shown.replaceChildren(h("span", {}, button.dataset.emoji), h("b", {}, button.getAttribute("aria-label")));
}

/**
 * Arrows go from emoji to emoji.
 *
 * @param {KeyboardEvent} event
 * @param {HTMLElement} list
 */
function moveFocus(event, list) {
  const step = STEPS[event.key];
  if (!step) return;
  event.preventDefault();
  const all = findAll(list, "button", HTMLButtonElement);
  const current = all.findIndex((button) => button === document.activeElement);
  all[Math.max(0, Math.min(all.length - 1, current + step))]?.focus();
}
