// Two users with the same name are distinguished by their user names.

import { findAll, h } from "../dom.js";

/** @type {Map<string, Set<string>>} */
const usernames = new Map(); // by name, regardless of case and compatible letters: whose messages were drawn

/**
 * The user name, to stand beside a name. It shows as soon as somebody else is drawn under the same name.
 *
 * @param {Protocol.User} user
 */
export function usernameNote(user) {
  const name = user.name.normalize("NFKC").toLowerCase();
  const sharing = (usernames.get(name) ?? new Set()).add(user.username);
  usernames.set(name, sharing);
  if (sharing.size === 2) showNotes(name);
  const attributes = {
    class: "message__note",
    dir: "auto",
    "data-display-name": name,
    hidden: sharing.size < 2,
  };
  return h("span", attributes, `@${user.username}`);
}

/** Another room is opened: those of the one before are not on the page any more. */
export function forgetNames() {
  usernames.clear();
}

/** @param {string} name */
function showNotes(name) {
  for (const note of findAll(document, "[data-display-name][hidden]", HTMLElement)) {
    if (note.dataset.displayName === name) note.hidden = false;
  }
}
