// Links and presses on them: which open another page of this site, and which a room.

/**
 * A click that opens a link in this tab.
 *
 * @param {MouseEvent} event
 */
export function isPlainClick(event) {
  const modified = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  return !event.defaultPrevented && event.button === 0 && !modified;
}

/**
 * Does the link lead to this site, in this tab?
 *
 * @param {HTMLAnchorElement} link
 */
export function isOwnSite(link) {
  return link.origin === location.origin && link.target === "" && !link.hasAttribute("download");
}

/**
 * Does the link lead to another page of this site?
 *
 * @param {HTMLAnchorElement} link
 */
export function isOwnPage(link) {
  const same = link.pathname + link.search === location.pathname + location.search;
  return isOwnSite(link) && !(same && link.hash);
}

/**
 * `path`: of the room's page. `slug`: of a direct conversation its id. `thread`: the seq of the first message of a thread.
 * `at`: that of a message that the address names, in the thread or else in the room.
 *
 * @typedef {{ path: string, slug: string, thread: number | null, at: number | null }} RoomAddress
 */

/**
 * The room, or the thread in it, that an address of this site leads to; null where it leads elsewhere, or to the room's page in another form
 * (an older page, an answer, the details).
 *
 * @param {URL | Location | HTMLAnchorElement} address
 * @returns {RoomAddress | null}
 */
export function roomAddress({ pathname, search, hash }) {
  const place = placeOf(pathname);
  const query = /^(?:\?at=(\d{1,16}))?$/.exec(search);
  const fragment = /^(?:#(thread-)?m(\d{1,16})|#?)$/.exec(hash);
  if (!place || !query || !fragment) return null;
  const [, inThread, named] = fragment;
  const isHere = (place.thread === null) === (inThread === undefined); // a thread may stand beside a message of the room
  return { ...place, at: Number((isHere && named) || query[1]) || null };
}

/** @param {string} pathname */
function placeOf(pathname) {
  const found = /^(\/(?:rooms\/([a-z0-9-]+)|conversations\/(d_[\w-]+))\/)(?:threads\/(\d{1,15})\/)?$/.exec(
    pathname,
  );
  const [, path, room, conversation, thread] = found ?? [];
  const slug = room ?? conversation;
  return path && slug ? { path, slug, thread: Number(thread) || null } : null;
}
