// The skin tones to choose from, below the emoji.

import { findAll, h } from "../dom.js";
import { gettext } from "../i18n.js";
import { chooseSkinTone, skinTone } from "./skin_tone.js";

const TONES = [
  ["✋", gettext("No skin tone")],
  ["✋🏻", gettext("Light skin tone")],
  ["✋🏼", gettext("Medium-light skin tone")],
  ["✋🏽", gettext("Medium skin tone")],
  ["✋🏾", gettext("Medium-dark skin tone")],
  ["✋🏿", gettext("Dark skin tone")],
];

/** @type {Partial<Record<string, number>>} */
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** @param {() => void} onChange */
export function skinToneChoice(onChange) {
  const group = h("div", {
    class: "emoji-picker__tones",
    role: "radiogroup",
    "aria-label": gettext("Skin tone"),
  });
  const radios = TONES.map(([emoji, label], tone) => {
    const click = () => choose(tone);
    return h("button", { type: "button", role: "radio", "aria-label": label, title: label, click }, emoji);
  });
  const show = () =>
    radios.forEach((radio, tone) => {
      radio.setAttribute("aria-checked", String(tone === skinTone()));
      radio.tabIndex = tone === skinTone() ? 0 : -1;
    });
  const choose = (/** @type {number} */ tone) => {
    chooseSkinTone(tone);
    show();
    radios[tone]?.focus();
    onChange();
  };
  group.append(...radios);
  group.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const current = findAll(group, "button", HTMLButtonElement).findIndex(
      (radio) => radio === document.activeElement,
    );
    choose((current + step + TONES.length) % TONES.length);
  });
  show();
  return group;
}
