// /msg: a direct message.

import { sendForm } from "../connection/form_request.js";
import { gettext } from "../i18n.js";
import { followLink } from "../navigation/follow_link.js";
import { everywhere, incomplete } from "./command.js";
import { takeNames } from "./people_names.js";

const CONVERSATION = /^\/conversations\/([^/]+)\/$/;

/** @type {import("./command.js").Command} */
export const msg = {
  name: "msg",
  usage: gettext("@name [message]"),
  help: gettext("Opens a direct conversation, and sends a message there"),
  isFor: everywhere,
  run: async (argument, { outbox, csrfToken }) => {
    const { names, rest } = takeNames(argument);
    if (!names.length) return incomplete(msg);
    /** @type {[string, string][]} */
    const fields = names.map((name) => ["with", name]);
    const { ok, text: url } = await sendForm("/conversations/", fields, csrfToken);
    if (!ok) return { problem: url };
    const room = CONVERSATION.exec(url)?.[1];
    if (room && rest) outbox.add({ type: "post", room, text: rest });
    followLink(url);
    return { done: "" };
  },
};
