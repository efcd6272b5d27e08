// Behind a slash at the beginning, the commands.

import { commandsFor } from "../commands/commands.js";
import { gettext, interpolate, ngettext } from "../i18n.js";
import { optionElement } from "./completion_option.js";

/** @import { Command } from "../commands/command.js" */
/** @import { Option, Source } from "./completion.js" */

const BEGUN = /^\/[a-z-]*$/i;

/**
 * @param {PageData.Room} room
 * @returns {Source}
 */
export function commandSource(room) {
  return {
    label: gettext("Commands"),
    begun: (before) => (BEGUN.test(before) ? before : null),
    known: (begun) => commandsFrom(room, begun.slice(1).toLowerCase()).map(option),
    count: (count) => interpolate(ngettext("%(count)s command", "%(count)s commands", count), { count }),
  };
}

/**
 * @param {PageData.Room} room
 * @param {string} start
 */
const commandsFrom = (room, start) => commandsFor(room).filter(({ name }) => name.startsWith(start));

/**
 * @param {Command} command
 * @returns {Option}
 */
function option({ name, usage, help }) {
  const element = optionElement({ name: `/${name} ${usage}`.trim(), detail: help });
  return { name: `/${name}`, insert: `/${name}${usage ? " " : ""}`, element };
}
