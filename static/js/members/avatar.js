// A user's avatar and name. chat/templatetags/people.py makes the same initials.

import { findAll, h } from "../dom.js";
import { isQuiet, profileChanges, profileOf, statusOf } from "../people/profiles.js";
import { hueInRoom } from "./hue.js";

/** @import { PersonState } from "../watch/people_states.js" */

/**
 * The first letters of the first and the last word.
 *
 * @param {string} name
 */
export function initials(name) {
  const words = name.split(/\s+/).filter(Boolean);
  const [first = "?"] = words[0] ?? "?";
  const [last = ""] = words.length > 1 ? (words.at(-1) ?? "") : "";
  return (first + last).toUpperCase();
}

/**
 * An avatar with a picture, or with initials.
 *
 * @param {Protocol.User} user
 * @param {string} [kind]  a further class
 * @param {PersonState} [state]
 */
export function avatar(user, kind = "", state = "gone") {
  const attributes = {
    class: `avatar ${kind}`.trim(),
    "data-avatar": user.username,
    "data-hue": hueInRoom(user.username),
    "aria-hidden": "true",
  };
  const size = kind.includes("avatar--large") ? "large" : "small";
  return h("span", attributes, face(user, size), state !== "gone" && presenceDot(user.id, state));
}

/**
 * A picture, or initials.
 *
 * @param {Protocol.User} user
 * @param {"small" | "large"} size
 */
export function face({ id, name }, size) {
  const src = profileOf(id)?.picture?.[size];
  return src ? h("img", { class: "avatar__picture", src, alt: "" }) : initials(name);
}

/**
 * Somebody is connected; a ring says that they are away, a bar that they do not want to be disturbed.
 *
 * @param {string} id
 * @param {PersonState} [state]
 */
export function presenceDot(id, state = "here") {
  const dot = h("span", { class: state === "away" ? "presence presence--away" : "presence" });
  dot.classList.toggle("presence--quiet", isQuiet(id));
  return dot;
}

/**
 * A name that leads to the person's profile.
 *
 * @param {Protocol.User} user
 */
export function personLink(user) {
  const attributes = { class: "person-name", "data-hue": hueInRoom(user.username) };
  const href = `/people/${user.username}/`;
  return h("a", { ...attributes, href, "data-person": user.username }, user.name);
}

/** @param {Protocol.User} user */
export function displayName(user) {
  return h("span", { class: "person-name", "data-hue": hueInRoom(user.username) }, user.name);
}

/** @param {Protocol.Profile} profile */
function redraw(profile) {
  const { id, username } = profile;
  for (const element of findAll(document, `.avatar[data-avatar="${CSS.escape(username)}"]`, HTMLElement)) {
    const dot = element.querySelector(".presence");
    dot?.classList.toggle("presence--quiet", isQuiet(id));
    element.replaceChildren(
      face(profile, element.matches(".avatar--large") ? "large" : "small"),
      ...(dot ? [dot] : []),
    );
  }
  for (const element of findAll(document, `[data-status-of="${CSS.escape(id)}"]`, HTMLElement)) {
    showStatus(element, id);
  }
}

profileChanges.on("changed", redraw);

/**
 * A place for the emoji of somebody's status, with its text.
 *
 * @param {string} id
 */
export function statusEmoji(id) {
  const element = h("span", { class: "status-emoji", "data-status-of": id });
  showStatus(element, id);
  return element;
}

/**
 * @param {HTMLElement} element
 * @param {string} id
 */
function showStatus(element, id) {
  const { emoji = "", text = "" } = statusOf(id) ?? {};
  element.textContent = emoji || (text && "💬");
  element.title = text;
}
