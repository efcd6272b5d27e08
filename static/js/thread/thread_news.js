// The way to what is new in the threads that one follows: a button in the header of the room, while there is something.

import { find, h, icon } from "../dom.js";
import { capped } from "../format.js";
import { interpolate, ngettext } from "../i18n.js";
import { threadAddress } from "../message/message_address.js";
import { isPlainClick } from "../navigation/links.js";

/** @import { WatchedRooms } from "../watch/watched_rooms.js" */

/**
 * @param {object} parts
 * @param {PageData.Room} parts.room
 * @param {WatchedRooms} parts.watched
 * @param {(root: number) => void} parts.open
 * @param {AbortSignal} parts.signal  aborted when the room is closed
 */
export function showThreadNews({ room, watched, open, signal }) {
  const number = h("span");
  const attributes = { class: "icon-button icon-button--labelled page-header__threads", id: "show-threads" };
  const link = h("a", { ...attributes, href: room.url, hidden: true }, icon("thread"), number);
  find(document, ".page-header__actions", HTMLElement)?.prepend(link);

  const unread = () => watched.threads(room.id).filter((thread) => thread.unread > 0);
  const draw = () => {
    const news = unread();
    const count = news.reduce((sum, thread) => sum + thread.unread, 0);
    link.hidden = count === 0;
    link.href = news[0] ? threadAddress(room.url, news[0].seq) : room.url;
    number.textContent = capped(count);
    const text = ngettext("%(count)s new reply in a thread", "%(count)s new replies in threads", count);
    link.setAttribute("aria-label", interpolate(text, { count: capped(count) }));
  };
  link.addEventListener("click", (event) => {
    const [first] = unread();
    if (!first || !isPlainClick(event)) return;
    event.preventDefault();
    open(first.seq);
  });
  watched.on("changed", draw, signal);
  draw();
}
