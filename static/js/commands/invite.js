// /invite: adds people to the room.

import { sendForm } from "../connection/form_request.js";
import { gettext } from "../i18n.js";
import { incomplete, isMember } from "./command.js";
import { takeNames } from "./people_names.js";

/** @type {import("./command.js").Command} */
export const invite = {
  name: "invite",
  usage: gettext("@name"),
  help: gettext("Adds people to this room"),
  isFor: (room) => room.kind !== "direct" && isMember(room),
  run: async (argument, { room, csrfToken }) => {
    const { names, rest } = takeNames(argument);
    if (!names.length || rest) return incomplete(invite);
    /** @type {[string, string][]} */
    const fields = names.map((name) => ["with", name]);
    const { ok, text } = await sendForm(`${room.url}people/add/`, fields, csrfToken);
    return ok ? { done: text } : { problem: text };
  },
};
