// A page of the site is opened as a press of a link to it would: another room over the socket, anything else by itself.

import { h } from "../dom.js";

/** @param {string} href */
export function followLink(href) {
  const link = h("a", { href, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
}
