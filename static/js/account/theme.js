// Light and dark: a cookie of this device, which the server writes into the page; applied at once here.

import { setCookie } from "../browser/storage.js";
import { find } from "../dom.js";

const YEAR = 365 * 86400; // seconds

/**
 * Applies what is chosen in the form of the settings.
 *
 * @param {HTMLElement} form
 */
export function enableThemeForm(form) {
  form.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement && target.name === "theme") applyTheme(target.value);
  });
  const button = find(form, "button", HTMLButtonElement);
  if (button) button.hidden = true; // it takes effect by itself
}

/** @param {string} theme */
function applyTheme(theme) {
  const fixed = theme !== "system";
  setCookie("theme", fixed ? theme : "", fixed ? YEAR : 0);
  if (fixed) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}
