// The commands of the composer. A new one is a module beside this one, and a line here.

import { gettext, interpolate } from "../i18n.js";
import { COMMAND } from "./command_text.js";
import { helpFor } from "./help.js";
import { invite } from "./invite.js";
import { leave } from "./leave.js";
import { me } from "./me.js";
import { msg } from "./msg.js";
import { mute } from "./mute.js";
import { shrug } from "./shrug.js";
import { status } from "./status.js";
import { topic } from "./topic.js";

/** @import { Command, CommandContext, Outcome } from "./command.js" */

/** @type {Command[]} */
const COMMANDS = [helpFor(() => COMMANDS), invite, leave, me, msg, mute, shrug, status, topic];

/** @param {PageData.Room} room */
export const commandsFor = (room) => COMMANDS.filter((command) => command.isFor(room));

/**
 * Runs the command that a text is.
 *
 * @param {string} text
 * @param {CommandContext} context
 * @returns {Promise<Outcome>}
 */
export async function runCommand(text, context) {
  const [, name = "", argument = ""] = COMMAND.exec(text) ?? [];
  const command = COMMANDS.find((one) => one.name === name.toLowerCase());
  if (!command) {
    const problem = gettext(
      "There is no command /%(name)s. To send this as a message, write // at its beginning.",
    );
    return { problem: interpolate(problem, { name }) };
  }
  if (!command.isFor(context.room)) {
    return { problem: interpolate(gettext("/%(name)s cannot be used here."), { name: command.name }) };
  }
  return command.run(argument.trim(), context);
}
