// The panel of a room that is opened over the socket: what templates/rooms/room.html writes into a page.

import { h, icon } from "../dom.js";
import { gettext, interpolate } from "../i18n.js";
import { avatar } from "../members/avatar.js";
import { searchInRoomUrl } from "../search/search_address.js";
import { iconOf, nameOf } from "../sidebar/room_names.js";
import { composerForm, joinPrompt } from "./composer_form.js";
import { csrfInput } from "./csrf.js";
import { detailsElement } from "./room_details.js";

/**
 * @typedef {object} RoomContent
 * @property {PageData.Room} room
 * @property {string} topic
 * @property {Protocol.Member[]} members
 * @property {boolean} empty  there are no messages
 * @property {Protocol.User} me
 *
 * @typedef {object} PageElements  what goes from panel to panel
 * @property {HTMLElement} status
 * @property {string} csrfToken
 * @property {boolean} detailsOpen
 * @property {string} directoryUrl
 * @property {string} site  its name
 */

/**
 * The children of the panel.
 *
 * @param {RoomContent} content
 * @param {PageElements} page
 */
export function roomPanel(content, page) {
  const { room } = content;
  return [
    header(nameOf(room), page, {
      symbol: iconOf(room.kind),
      topic: content.topic || (room.kind === "direct" ? "" : gettext("No topic yet")),
      buttons: [pinsButton(room.url), searchButton(room), dayButton(room.url), ...detailsButtons()],
    }),
    h(
      "div",
      { class: "panel__body" },
      h("div", { class: "timeline-top" }, unreadPill()),
      timeline(room.label),
      h("div", { class: "timeline-bottom" }, jumpToLatest()),
      h("form", { id: "reaction-form", method: "post" }, csrfInput(page.csrfToken)),
      introTemplate(content, page.site),
      ...bottom(content, page),
    ),
    detailsElement(content, page),
  ];
}

/**
 * The panel of a room that cannot be opened.
 *
 * @param {string} slug
 * @param {[string, string]} reason  what is said: a title and a sentence
 * @param {PageElements} page
 */
export function refusedPanel(slug, [title, text], page) {
  const line = h(
    "p",
    { class: "status status--bad" },
    icon("warn"),
    h("span", {}, h("b", {}, title), ` ${text}`),
  );
  return [
    header(slug, page),
    h(
      "div",
      { class: "panel__body" },
      h("div", { class: "timeline" }),
      h("div", { class: "composer column" }, line, page.status),
      h("form", { id: "reaction-form", method: "post" }, csrfInput(page.csrfToken)),
    ),
  ];
}

/**
 * @param {string} title
 * @param {PageElements} page
 * @param {{ symbol?: string, topic?: string, buttons?: HTMLElement[] }} room
 */
function header(title, { directoryUrl }, { symbol = "hash", topic, buttons = [] } = {}) {
  const back = { class: "icon-button page-header__back", id: "back", href: `${directoryUrl}?list` };
  return h(
    "header",
    { class: "page-header" },
    h("a", { ...back, "aria-label": gettext("Back to rooms") }, icon("back", "turns")),
    h(
      "div",
      { class: "page-header__text" },
      h("div", { class: "page-header__title" }, icon(symbol), h("h1", {}, title)),
      topic && h("span", { class: "page-header__topic" }, topic),
    ),
    h("div", { class: "page-header__actions" }, ...buttons),
  );
}

/** @param {string} url  of the room */
function pinsButton(url) {
  const attributes = { class: "icon-button icon-button--labelled page-header__pins", id: "show-pins" };
  return h("a", { ...attributes, href: `${url}pins/`, hidden: true }, icon("pin"), h("span"));
}

/** @param {PageData.Room} room */
function searchButton(room) {
  const label = interpolate(gettext("Search in %(room)s"), { room: room.label });
  return h("a", { class: "icon-button", href: searchInRoomUrl(room), "aria-label": label }, icon("search"));
}

/** @param {string} url  of the room */
function dayButton(url) {
  const attributes = { class: "icon-button page-header__day", id: "go-to-day", href: `${url}day/` };
  return h("a", { ...attributes, "aria-label": gettext("Go to a date") }, icon("calendar"));
}

function detailsButtons() {
  const online = { class: "icon-button icon-button--labelled page-header__online", id: "show-online" };
  const toggle = { class: "icon-button", id: "details-toggle", href: "?details" };
  return [
    h("button", { ...online, type: "button", hidden: true }),
    h("a", { ...toggle, "aria-label": gettext("Details") }, icon("panel", "turns")),
  ];
}

function unreadPill() {
  const attributes = { class: "button button--small", type: "button" };
  return h(
    "div",
    { class: "unread-pill", id: "unread-pill", hidden: true },
    h("button", { ...attributes, id: "jump-to-first-unread" }, icon("down", "small"), h("span")),
    h("button", { ...attributes, id: "mark-as-read" }, gettext("Mark as read")),
  );
}

/** @param {string} label */
function timeline(label) {
  const attributes = {
    class: "timeline__page column",
    id: "log",
    role: "log",
    "aria-live": "polite",
    "aria-relevant": "additions",
    "aria-label": interpolate(gettext("Messages in %(room)s"), { room: label }),
  };
  return h("div", { class: "timeline", id: "timeline", tabindex: -1 }, h("div", attributes));
}

function jumpToLatest() {
  const attributes = { class: "jump-to-latest button button--small", id: "jump-to-latest", type: "button" };
  return h("button", { ...attributes, hidden: true });
}

/**
 * Where one writes, or why one cannot.
 *
 * @param {RoomContent} content
 * @param {PageElements} page
 */
function bottom({ room, empty }, page) {
  if (room.archived) {
    const text = gettext("This room is archived. You can read it, but nothing can be changed.");
    const line = h("p", { class: "status" }, icon("clock"), h("span", {}, text));
    return [h("div", { class: "composer column" }, line, page.status)];
  }
  const form = composerForm(room, empty, page.status, csrfInput(page.csrfToken));
  return room.role ? [form] : [joinPrompt(room, csrfInput(page.csrfToken)), form];
}

/**
 * @param {RoomContent} content
 * @param {string} site
 */
function introTemplate({ room, topic, members, empty }, site) {
  const template = h("template", { id: "room-intro" });
  const avatars = members.slice(0, 4).map((member) => avatar(member, "avatar--large"));
  const section = h(
    "section",
    { class: "room-intro" },
    h("span", { class: "avatars" }, ...avatars),
    h("h2"),
    h("p", {}, topic || introText(room, empty, site)),
  );
  template.content.append(section);
  return template;
}

/**
 * @param {PageData.Room} room
 * @param {boolean} empty
 * @param {string} site
 */
function introText(room, empty, site) {
  const { slug, kind, moderates } = room;
  if (kind === "direct") return conversationText(room);
  const where = audience(slug, kind, empty, site);
  if (!empty) return where;
  const next = moderates
    ? gettext("Set a topic under Details, or write the first message.")
    : gettext("Write the first message.");
  return `${where} ${next}`;
}

/** @param {PageData.Room} room */
function conversationText({ people }) {
  if (people.length) return gettext("Only the people in this conversation can see it.");
  return gettext("Only you can see what you write here.");
}

/**
 * Who can see the room.
 *
 * @param {string} slug
 * @param {PageData.Room["kind"]} kind
 * @param {boolean} empty
 * @param {string} site
 */
function audience(slug, kind, empty, site) {
  if (kind === "private") return gettext("Only people who were added to this room can find it and read it.");
  if (!empty) return interpolate(gettext("Anyone in %(site)s can find it in the list of rooms."), { site });
  const text = gettext("Anyone in %(site)s can find #%(room)s in the list of rooms.");
  return interpolate(text, { room: slug, site });
}
