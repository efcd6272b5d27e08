// Picking an emoji: lately used first, then groups, narrowed by words.

import { h, icon } from "../dom.js";
import { EMOJI, QUICK } from "./emoji.js";
import { showBy } from "./popover.js";

const KEY = "wick:emoji";
const LATELY = 16;

/** Opens by `anchor` and calls `picked` with the emoji. */
export function pickEmoji(anchor, picked) {
  const list = h("div", { class: "emoji__list" });
  const foot = h("div", { class: "emoji__foot", "aria-hidden": "true" });
  const input = h("input", {
    class: "input",
    type: "search",
    placeholder: "Find an emoji",
    "aria-label": "Find an emoji",
  });
  const search = h(
    "div",
    { class: "emoji__search" },
    h("div", { class: "search" }, icon("search", "small"), input),
  );
  const picker = h(
    "div",
    { class: "emoji", popover: "auto", role: "dialog", "aria-label": "Emoji" },
    search,
    list,
    foot,
  );
  const take = (emoji) => {
    remember(emoji);
    picker.hidePopover();
    picked(emoji);
  };
  const draw = () => {
    list.replaceChildren(...sections(input.value.trim().toLowerCase(), take));
    show(foot, list.querySelector("button") ?? list);
  };
  input.addEventListener("input", draw);
  input.addEventListener(
    "keydown",
    (event) => event.key === "Enter" && list.querySelector("button")?.click(),
  );
  list.addEventListener("pointerover", (event) => show(foot, event.target));
  list.addEventListener("focusin", (event) => show(foot, event.target));
  list.addEventListener("keydown", walk);
  draw();
  showBy(picker, anchor);
  input.focus();
}

function sections(words, take) {
  const groups = words
    ? {
        Found: Object.values(EMOJI)
          .flat()
          .filter((entry) => entry.words.includes(words)),
      }
    : { "Lately used": lately(), ...EMOJI };
  return Object.entries(groups).flatMap(([name, entries]) => [
    h("h3", { class: "emoji__title" }, entries.length ? name : `Nothing found for “${words}”.`),
    h("div", { class: "emoji__grid" }, ...entries.map((entry) => button(entry, take))),
  ]);
}

function button({ emoji, words }, take) {
  return h(
    "button",
    { type: "button", "aria-label": words, "data-emoji": emoji, click: () => take(emoji) },
    emoji,
  );
}

function show(foot, target) {
  const under = target.closest("[data-emoji]");
  if (under)
    foot.replaceChildren(h("span", {}, under.dataset.emoji), h("b", {}, under.getAttribute("aria-label")));
}

/** Arrows go from emoji to emoji. */
function walk(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 8, ArrowUp: -8 }[event.key];
  if (!step) return;
  event.preventDefault();
  const all = [...event.currentTarget.querySelectorAll("button")];
  all[Math.max(0, Math.min(all.length - 1, all.indexOf(document.activeElement) + step))]?.focus();
}

function lately() {
  const known = new Map(
    Object.values(EMOJI)
      .flat()
      .map((entry) => [entry.emoji, entry]),
  );
  const kept = read().map((emoji) => known.get(emoji) ?? { emoji, words: emoji });
  const rest = QUICK.filter(({ emoji }) => !kept.some((entry) => entry.emoji === emoji));
  return [...kept, ...rest].slice(0, LATELY);
}

function remember(emoji) {
  try {
    localStorage.setItem(
      KEY,
      JSON.stringify([emoji, ...read().filter((other) => other !== emoji)].slice(0, LATELY)),
    );
  } catch {
    // no storage: nothing is remembered
  }
}

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? [];
  } catch {
    return [];
  }
}
