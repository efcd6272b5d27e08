// How people look: initials, and a hue of their own. chat/templatetags/people.py does the same.

import { h } from "../dom.js";

const HUES = 12;
const bytes = new TextEncoder();

/** The first letters of the first and the last word. */
export function initials(name) {
  const words = name.split(/\s+/).filter(Boolean);
  const first = [...(words[0] ?? "?")][0];
  const last = words.length > 1 ? [...words.at(-1)][0] : "";
  return (first + last).toUpperCase();
}

/** 0 to 11: FNV-1a (32 bits) over the lower-cased user name. */
export function hue(username) {
  let digest = 0x811c9dc5;
  for (const byte of bytes.encode(username.toLowerCase()))
    digest = Math.imul(digest ^ byte, 0x01000193) >>> 0;
  return digest % HUES;
}

/** A drop with initials. `kind`: a further class. */
export function face(person, kind = "", here = false) {
  const drop = h("span", {
    class: `avatar ${kind}`.trim(),
    "data-hue": hue(person.username),
    "aria-hidden": "true",
  });
  drop.append(initials(person.name));
  if (here) drop.append(h("span", { class: "presence" }));
  return drop;
}

export function personName(person) {
  return h("span", { class: "person-name", "data-hue": hue(person.username) }, person.name);
}

/** Does what the server made of a message's words mention this person? */
export const mentions = (html, username) =>
  html.toLowerCase().includes(`data-username="${username.toLowerCase()}"`);
