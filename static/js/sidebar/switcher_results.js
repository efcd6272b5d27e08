// The lines of the quick switcher: rooms, people, messages.

import { h, icon } from "../dom.js";
import { capped, formatMoment } from "../format.js";

/** @import { FoundMessage, FoundPerson } from "../search/quick_search.js" */

/** @typedef {{ url: string, name: string, topic: string }} Target */

let numbered = 0;

/**
 * @param {string} title
 * @param {HTMLElement[]} results
 */
export function group(title, results) {
  const heading = h("h3", { class: "switcher__title", role: "presentation" }, title);
  return h("div", { role: "group", "aria-label": title }, heading, ...results);
}

/**
 * @param {Target} target
 * @param {string} query
 * @param {string} iconName
 * @param {number} unread
 */
export function result({ url, name, topic }, query, iconName, unread) {
  return line(
    url,
    icon(iconName),
    h("span", { class: "result__name" }, ...marked(name, query)),
    h("span", { class: "result__topic" }, topic),
    h("span", { class: "result__count" }, unread > 0 && h("span", { class: "count" }, capped(unread))),
  );
}

/**
 * @param {FoundPerson} person
 * @param {string} query
 */
export function personResult({ url, name, username }, query) {
  return result({ url, name, topic: `@${username}` }, query, "at", 0);
}

/** @param {FoundMessage} message */
export function messageResult({ url, room, author, at, excerpt }) {
  const text = excerpt.map(([part, isFound]) => (isFound ? h("mark", {}, part) : part));
  return line(
    url,
    icon("search"),
    h("span", { class: "result__message", dir: "auto" }, ...text),
    h("span", { class: "result__place" }, `${author}, ${room}, ${formatMoment(new Date(at))}`),
  );
}

/**
 * @param {string} url
 * @param {...(Element | string)} children
 */
function line(url, ...children) {
  const id = `switcher-result-${(numbered += 1)}`;
  const attributes = {
    class: "result",
    id,
    role: "option",
    "aria-selected": "false",
    href: url,
    tabindex: -1,
  };
  return h("a", attributes, ...children);
}

/**
 * @param {string} text
 * @param {string} query
 */
function marked(text, query) {
  const at = query ? text.toLowerCase().indexOf(query) : -1;
  const end = at + query.length;
  return at < 0 ? [text] : [text.slice(0, at), h("mark", {}, text.slice(at, end)), text.slice(end)];
}
