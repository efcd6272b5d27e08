// That a message was edited; for its author and moderators it leads to what it said before.

import { closest, h } from "../dom.js";
import { gettext } from "../i18n.js";
import { isPlainClick } from "../navigation/links.js";
import { withParts } from "../on_demand/loader.js";

/**
 * @param {Protocol.Message} message
 * @param {Protocol.User} me
 * @param {PageData.Room} room
 */
export function editedNote({ seq, author }, me, room) {
  if (!room.moderates && author.id !== me.id) return h("span", { class: "message__note" }, gettext("edited"));
  const href = `${room.url}${seq}/versions/`;
  return h("a", { class: "message__note message__note--link", href }, gettext("edited"));
}

/**
 * Has the versions shown in a dialog.
 *
 * @param {HTMLElement} element  around all messages
 */
export function enableVersions(element) {
  element.addEventListener("click", (event) => {
    const link = closest(event.target, ".message__note--link", HTMLAnchorElement);
    if (!link || !isPlainClick(event)) return;
    event.preventDefault();
    withParts(({ openVersions }) => openVersions(link.href));
  });
}
