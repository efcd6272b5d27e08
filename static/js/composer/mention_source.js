// Behind an @, the people whom one can mention.

import { h } from "../dom.js";
import { gettext, interpolate, ngettext } from "../i18n.js";
import { avatar } from "../members/avatar.js";

/** @import { Option, Source } from "./completion.js" */
/** @import { MentionPeople } from "./mention_people.js" */

const BEGUN = /(?:^|[^\w@/.+-])(@[^\s@]{0,60})$/u;

/**
 * @param {MentionPeople} people
 * @returns {Source}
 */
export function mentionSource(people) {
  /** @param {Protocol.User} user */
  const person = (user) => personOption(user, people.isHere(user.id));
  return {
    label: gettext("People to mention"),
    begun: (before) => BEGUN.exec(before)?.[1] ?? null,
    known: (begun) => people.known(begun.slice(1)).map(person),
    search: async (begun) => {
      const start = begun.slice(1);
      const [found, everyone] = await Promise.all([people.search(start), people.everyone()]);
      const isOffered = everyone && "room".startsWith(start.toLowerCase());
      return [...found.map(person), ...(isOffered ? [everyoneOption(everyone)] : [])];
    },
    count: (count) => interpolate(ngettext("%(count)s person", "%(count)s people", count), { count }),
  };
}

/**
 * @param {Protocol.User} user
 * @param {boolean} here
 * @returns {Option}
 */
function personOption(user, here) {
  const name = h("span", { class: "completion__name" }, user.name);
  const username = h("span", { class: "completion__detail", dir: "auto" }, `@${user.username}`);
  const status = here && h("span", { class: "visually-hidden" }, gettext("online"));
  const face = avatar(user, "avatar--small", here ? "here" : "gone");
  const element = h("div", { class: "completion__option" }, face, name, " ", username, " ", status);
  return { name: `@${user.username}`, insert: `@${user.username} `, element };
}

/**
 * @param {number} count  of the people whom it reaches
 * @returns {Option}
 */
function everyoneOption(count) {
  const text = ngettext("everyone here, %(count)s person", "everyone here, %(count)s people", count);
  const name = h("span", { class: "completion__name" }, "@room");
  const who = h("span", { class: "completion__detail" }, interpolate(text, { count }));
  return {
    name: "@room",
    insert: "@room ",
    element: h("div", { class: "completion__option" }, name, " ", who),
  };
}
