// What the forms of the page prove with that they are its own: the same for all of them.

import { h, required } from "../dom.js";

export function csrfToken() {
  return required(document, "#reaction-form [name=csrfmiddlewaretoken]", HTMLInputElement).value;
}

/** @param {string} value */
export const csrfInput = (value) => h("input", { type: "hidden", name: "csrfmiddlewaretoken", value });
