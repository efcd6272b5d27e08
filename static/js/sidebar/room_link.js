// The link of a room in the sidebar: what templates/components/sidebar.html writes into a page.

import { find, h, icon } from "../dom.js";
import { capped } from "../format.js";
import { gettext } from "../i18n.js";
import { face, presenceDot } from "../members/avatar.js";
import { hue } from "../members/hue.js";
import { iconOf, nameOf, urlOf } from "./room_names.js";

/** @import { PersonState } from "../watch/people_states.js" */
/** @import { WatchedRoom } from "../watch/watched_room.js" */

/**
 * What of a room the list shows. `state`: of the other person in a conversation of two.
 *
 * @typedef {{ room: WatchedRoom, unread: number, forMe: number, state: PersonState, isCurrent: boolean }} Line
 */

/**
 * The same signature, the same link.
 *
 * @param {Line} line
 */
export function signatureOf({ room, unread, forMe, state, isCurrent }) {
  const { kind, slug, title, people, level, favourite, drafts } = room;
  return JSON.stringify([
    kind,
    slug,
    title,
    people,
    level,
    favourite,
    drafts.length > 0,
    unread,
    forMe,
    state,
    isCurrent,
  ]);
}

/**
 * Makes a link what the line says. The element stays, and the focus on it with it.
 *
 * @param {HTMLElement} link
 * @param {Line} line
 */
export function drawLink(link, { room, unread, forMe, state, isCurrent }) {
  const shown = room.level === "all" ? unread : forMe;
  link.className = shown ? "room-link room-link--unread" : "room-link";
  link.setAttribute("href", urlOf(room));
  link.dataset.room = room.id;
  link.dataset.level = room.level;
  if (isCurrent) link.setAttribute("aria-current", "page");
  else link.removeAttribute("aria-current");
  link.replaceChildren(
    symbol(room, state, find(link, ".avatar", HTMLElement)),
    h("span", { class: "room-link__name" }, nameOf(room)),
    ...stateNote(state),
    ...draftMark(room.drafts.length > 0 && !isCurrent),
    ...mutedMark(room.level === "nothing"),
    ...badge(shown, forMe),
  );
}

/**
 * @param {WatchedRoom} room
 * @param {PersonState} state
 * @param {HTMLElement | null} drawn  the avatar that is there
 */
function symbol({ kind, people }, state, drawn) {
  const [person] = people;
  if (kind !== "direct") return icon(iconOf(kind));
  if (!person) return icon("pen");
  if (people.length > 1) {
    return h("span", { class: "avatar avatar--group", "aria-hidden": "true" }, String(people.length));
  }
  const isSame = drawn?.dataset.avatar === person.username && drawn.dataset.name === person.name;
  const avatar = isSame ? drawn : avatarOf(person, drawn);
  avatar.querySelector(".presence")?.remove();
  if (state !== "gone") avatar.append(presenceDot(person.id, state));
  return avatar;
}

/**
 * A picture that the page came with stays; it does not change with the name.
 *
 * @param {Protocol.User} person
 * @param {HTMLElement | null} drawn
 */
function avatarOf(person, drawn) {
  const { username, name } = person;
  const isTheirs = drawn?.dataset.avatar === username;
  const picture = isTheirs ? find(drawn, ".avatar__picture", HTMLElement) : null;
  const attributes = {
    class: "avatar",
    "data-avatar": username,
    "data-name": name,
    "data-hue": hue(username),
  };
  return h("span", { ...attributes, "aria-hidden": "true" }, picture ?? face(person, "small"));
}

/** @param {PersonState} state */
function stateNote(state) {
  if (state === "gone") return [];
  return [hidden(state === "away" ? gettext("away") : gettext("online"))];
}

/** @param {boolean} isShown */
const draftMark = (isShown) => (isShown ? [icon("pen", "small"), hidden(gettext("draft"))] : []);

/** @param {boolean} isShown */
const mutedMark = (isShown) => (isShown ? [icon("bell-off", "small"), hidden(gettext("muted"))] : []);

/**
 * @param {number} shown
 * @param {number} forMe
 */
function badge(shown, forMe) {
  if (!shown) return [];
  const label = `${forMe ? gettext("for you:") : gettext("unread:")} `;
  const attributes = { class: forMe ? "count count--mention" : "count" };
  return [h("span", attributes, h("span", { class: "visually-hidden" }, label), capped(forMe || shown))];
}

/** @param {string} text */
const hidden = (text) => h("span", { class: "visually-hidden" }, `${text} `);
