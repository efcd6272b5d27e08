// A message in one line.

import { findAll } from "../dom.js";

const BREAKS = /<(br|\/p|\/li|\/pre|\/blockquote|\/t[hdr])>/g;
const HIDDEN = "▒▒▒"; // in place of a spoiler; chat/text/spoilers.py
const LONGEST = 200;

/**
 * The beginning of a message's text, without its formatting, and what is in spoilers.
 *
 * @param {string} html
 */
export function plainText(html) {
  const template = document.createElement("template");
  template.innerHTML = html.replace(BREAKS, " ");
  for (const spoiler of findAll(template.content, ".spoiler", HTMLElement)) spoiler.textContent = HIDDEN;
  for (const formula of findAll(template.content, "math", MathMLElement)) {
    formula.replaceWith(formula.getAttribute("alttext") ?? "");
  }
  return (template.content.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, LONGEST);
}
