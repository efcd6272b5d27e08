// The details of a room that is opened over the socket: templates/components/details.html, without what only moderators
// see, which is fetched when the pane opens.

import { h } from "../dom.js";
import { gettext, interpolate } from "../i18n.js";
import { avatar, personLink, statusEmoji } from "../members/avatar.js";
import { roleBadge } from "../members/role_badge.js";
import { csrfInput } from "./csrf.js";

/** @import { PageElements, RoomContent } from "./room_panel.js" */

const MOST = 200; // members that the server lists

/**
 * @param {RoomContent} content
 * @param {PageElements} page
 */
export function detailsElement(content, { csrfToken, detailsOpen }) {
  const { room, topic } = content;
  const attributes = { class: "details", id: "details", hidden: !detailsOpen };
  const label = interpolate(gettext("About %(room)s"), { room: room.label });
  const people = peopleSection(content);
  const membershipSection = { class: "details__section details__actions" };
  return h(
    "aside",
    { ...attributes, "aria-label": label },
    room.kind !== "direct" && topicSection(room, topic),
    people,
    room.kind !== "direct" && h("section", membershipSection, ...membership(room, csrfToken)),
  );
}

/**
 * @param {PageData.Room} room
 * @param {string} topic
 */
function topicSection({ url, moderates }, topic) {
  const change = moderates && h("a", { class: "link-button", href: `${url}settings/` }, gettext("Settings"));
  return h(
    "section",
    { class: "details__section" },
    h("h2", { class: "details__title" }, gettext("Topic"), " ", change),
    h("p", { class: "details__text" }, topic || gettext("No topic yet.")),
  );
}

/** @param {RoomContent} content */
function peopleSection({ room, members, me }) {
  const count = members.length;
  const shown = count < MOST ? String(count) : interpolate(gettext("the first %(count)s"), { count });
  const list = h("ul", {}, ...members.map((member) => memberElement(room, member, me)));
  return h(
    "section",
    { class: "details__section" },
    h("h2", { class: "details__title" }, gettext("People"), " ", h("small", {}, shown)),
    h("div", { id: "member-list" }, list),
  );
}

/**
 * @param {PageData.Room} room
 * @param {Protocol.Member} member
 * @param {Protocol.User} me
 */
function memberElement({ badges }, member, me) {
  const badge = badges[member.id];
  const note = member.id === me.id ? gettext("you") : h("bdi", {}, `@${member.username}`);
  return h(
    "li",
    { class: "member", "data-user-id": member.id },
    avatar(member),
    h("span", {}, personLink(member), statusEmoji(member.id), " ", h("small", {}, note)),
    badge && roleBadge(badge),
  );
}

/**
 * Leaving, or joining.
 *
 * @param {PageData.Room} room
 * @param {string} csrfToken
 */
function membership({ url, slug, role, archived }, csrfToken) {
  const room = { room: slug };
  if (role === "owner") {
    const link = { class: "button button--small", href: `${url}leave/`, "data-leave": true };
    return [h("a", link, interpolate(gettext("Leave #%(room)s…"), room))];
  }
  if (!role && archived) return [];
  const kind = role ? "button button--small" : "button button--small button--primary";
  const text = role ? gettext("Leave #%(room)s") : gettext("Join #%(room)s");
  const button = h("button", { class: kind }, interpolate(text, room));
  const action = role ? `${url}leave/` : `${url}join/`;
  return [h("form", { method: "post", action }, csrfInput(csrfToken), button)];
}
