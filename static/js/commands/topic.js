// /topic: another topic of the room.

import { sendForm } from "../connection/form_request.js";
import { gettext } from "../i18n.js";
import { incomplete } from "./command.js";

/** @type {import("./command.js").Command} */
export const topic = {
  name: "topic",
  usage: gettext("topic"),
  help: gettext("Changes the topic of this room"),
  isFor: ({ kind, moderates }) => kind !== "direct" && moderates,
  run: async (argument, { room, csrfToken }) => {
    if (!argument) return incomplete(topic);
    const fields = { part: "name", title: room.title, topic: argument };
    const { ok, text } = await sendForm(`${room.url}settings/`, fields, csrfToken);
    return ok ? { done: gettext("Topic saved.") } : { problem: text };
  },
};
