// One line of the list that completes a name.

import { h } from "../dom.js";

/**
 * @param {object} line
 * @param {Node | string} [line.symbol]
 * @param {string} line.name
 * @param {string} [line.detail]
 * @param {(Node | string | false)[]} [line.more]
 */
export function optionElement({ symbol, name, detail = "", more = [] }) {
  return h(
    "div",
    { class: "completion__option" },
    symbol && h("span", { class: "completion__symbol", "aria-hidden": "true" }, symbol),
    h("span", { class: "completion__name", dir: "auto" }, name),
    " ",
    detail && h("span", { class: "completion__detail", dir: "auto" }, detail),
    ...more,
  );
}
