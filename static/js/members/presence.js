// Who is online: avatars and a number in the header, and the members in the details pane in two lists.

import { findAll, h, required } from "../dom.js";
import { gettext, interpolate, ngettext } from "../i18n.js";
import { isQuiet } from "../people/profiles.js";
import { avatar, personLink, presenceDot } from "./avatar.js";
import { colourAvatars } from "./hue.js";

/** @import { Connection } from "../connection/connection.js" */
/** @import { PersonState } from "../watch/people_states.js" */

const AVATARS = 4; // in the header

export class Presence {
  /** @type {Protocol.User[] | null} */
  #online = null; // null when only the number is known
  /** @type {Set<string>} */
  #away = new Set(); // ids of those of them who are away
  #count = 0;
  /** @type {HTMLElement[]} */
  #members = [];

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.button  in the header
   * @param {HTMLElement} parts.details
   * @param {Connection} parts.connection
   * @param {PageData.Room} parts.room
   * @param {Protocol.User} parts.me
   * @param {AbortSignal} parts.signal  aborted when the room is closed
   */
  constructor({ button, details, connection, room, me, signal }) {
    this.button = button;
    this.details = details;
    this.room = room;
    this.me = me;
    this.readMembers();
    connection.on("presence", (frame) => frame.room === room.id && this.#receive(frame), signal);
    connection.on("offline", () => this.#clear(), signal);
    connection.on("ended", () => this.#clear(), signal);
    connection.on("left", (frame) => frame.room === room.id && this.#clear(), signal);
  }

  get #list() {
    return required(this.details, "#member-list", HTMLElement);
  }

  /** Was the details pane closed until now, and so has nobody? */
  get isMissing() {
    return "missing" in this.#list.dataset;
  }

  /** Takes the members from the details pane, which is new or was replaced. */
  readMembers() {
    colourAvatars(this.details);
    this.#members = findAll(this.details, "#member-list [data-user-id]", HTMLElement);
    this.#drawMembers();
  }

  /** @param {Protocol.Presence} frame */
  #receive(frame) {
    this.#online = frame.online ?? null;
    this.#away = new Set(frame.away);
    this.#count = frame.count;
    this.#drawButton();
    this.#drawMembers();
  }

  #clear() {
    this.button.hidden = true;
    this.#online = null;
    this.#drawMembers();
  }

  #drawButton() {
    const online = this.#online ?? [];
    const others = online.filter((user) => user.id !== this.me.id);
    const shown = (others.length ? others : online).slice(0, AVATARS);
    const avatars = h("span", { class: "avatars" }, ...shown.map((user) => avatar(user, "avatar--small")));
    const more = h("span", { class: "visually-hidden" }, gettext(", show people"));
    this.button.replaceChildren(...(shown.length ? [avatars] : []), onlineText(this.#count), more);
    this.button.hidden = false;
  }

  #drawMembers() {
    const list = this.#list;
    if (this.isMissing) return; // until the pane opens
    const online = this.#online;
    const ids = new Set(online?.map((user) => user.id));
    for (const member of this.#members) {
      const id = member.dataset.userId ?? "";
      setDot(member, ids.has(id) ? this.#stateOf(id) : "gone");
    }
    const focused = document.activeElement; // which loses the focus where it is moved
    if (online) list.replaceChildren(...this.#sections(online, ids));
    else list.replaceChildren(h("ul", {}, ...this.#members));
    if (focused instanceof HTMLElement && list.contains(focused)) focused.focus({ preventScroll: true });
  }

  /**
   * Members and others who are online, then the members who are not.
   *
   * @param {Protocol.User[]} online
   * @param {Set<string>} ids
   */
  #sections(online, ids) {
    const known = new Set(this.#members.map((member) => member.dataset.userId));
    const others = online.filter((user) => !known.has(user.id)).map((user) => this.#nonMember(user));
    const present = this.#members.filter((member) => ids.has(member.dataset.userId ?? ""));
    const absent = this.#members.filter((member) => !ids.has(member.dataset.userId ?? ""));
    const sections = [
      subtitle(interpolate(gettext("Online, %(count)s"), { count: this.#count })),
      h("ul", {}, ...present, ...others),
    ];
    if (absent.length) sections.push(subtitle(gettext("Offline")), h("ul", {}, ...absent));
    return sections;
  }

  /** @param {Protocol.User} user */
  #nonMember(user) {
    const note = user.id === this.me.id ? gettext("you, not a member") : gettext("not a member");
    const name = h("span", {}, personLink(user), h("small", {}, note));
    const state = this.#stateOf(user.id);
    name.append(...stateNote(user.id, state));
    return h("li", { class: "member" }, avatar(user, "", state), name, this.#banLink(user));
  }

  /**
   * @param {string} id  of somebody who is online
   * @returns {PersonState}
   */
  #stateOf(id) {
    return this.#away.has(id) ? "away" : "here";
  }

  /** @param {Protocol.User} user */
  #banLink({ id, username, name }) {
    const { moderates, badges, staff, url } = this.room;
    if (!moderates || id === this.me.id || (badges[id] && !staff)) return null;
    const href = `${url}people/${username}/ban/`;
    const link = h(
      "a",
      { class: "link-button", href, "data-ban": username, "data-name": name },
      gettext("Ban…"),
    );
    return h("span", { class: "member__actions" }, link);
  }
}

/** @param {number} count */
const onlineText = (count) => interpolate(ngettext("%(count)s online", "%(count)s online", count), { count });

/** @param {string} text */
const subtitle = (text) => h("h3", { class: "details__subtitle" }, text);

/**
 * @param {HTMLElement} member
 * @param {PersonState} state
 */
function setDot(member, state) {
  const id = member.dataset.userId ?? "";
  for (const mark of findAll(member, ".presence, .member__state", HTMLElement)) mark.remove();
  if (state === "gone") return;
  member.querySelector(".avatar")?.append(presenceDot(id, state));
  member.querySelector(".avatar + span")?.append(...stateNote(id, state));
}

/**
 * What the dot says, for those who do not see it. That they are online, the heading says.
 *
 * @param {string} id
 * @param {PersonState} state
 */
function stateNote(id, state) {
  const isAway = state === "away";
  if (!isAway && !isQuiet(id)) return [];
  const text = isQuiet(id) ? gettext("do not disturb") : gettext("away");
  return [h("span", { class: "visually-hidden member__state" }, text)];
}
