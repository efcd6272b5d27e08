// What a command of the composer is: /name, and what stands behind it.

import { gettext, interpolate } from "../i18n.js";

/** @import { Connection } from "../connection/connection.js" */
/** @import { Outbox } from "../outbox/outbox.js" */

/**
 * @typedef {object} CommandContext
 * @property {PageData.Room} room
 * @property {Connection} connection
 * @property {Outbox} outbox
 * @property {string} csrfToken
 *
 * What came of it: a text to be posted in the room, or that it is done, or why it is not, in words.
 * @typedef {{ post: string } | { done: string } | { problem: string }} Outcome
 *
 * @typedef {object} Command
 * @property {string} name
 * @property {string} usage  what follows the name
 * @property {string} help  what it does
 * @property {(room: PageData.Room) => boolean} isFor  may it be used there, as far as the page knows
 * @property {(argument: string, context: CommandContext) => Outcome | Promise<Outcome>} run
 */

export const everywhere = () => true;

/** @param {PageData.Room} room */
export const isMember = ({ role, left }) => Boolean(role) && !left;

/**
 * What is said where something is missing behind the name.
 *
 * @param {Command} command
 * @returns {Outcome}
 */
export const incomplete = ({ name, usage }) => ({
  problem: interpolate(gettext("Write it as: %(example)s"), { example: `/${name} ${usage}` }),
});
