// /leave: out of the room. A private room is asked about, since one cannot come back by oneself; so is one's own.

import { confirmDialog } from "../components/confirm_dialog.js";
import { sendForm } from "../connection/form_request.js";
import { gettext, interpolate } from "../i18n.js";
import { followLink } from "../navigation/follow_link.js";
import { incomplete, isMember } from "./command.js";

/** @type {import("./command.js").Command} */
export const leave = {
  name: "leave",
  usage: "",
  help: gettext("Leaves this room"),
  isFor: (room) => room.kind !== "direct" && isMember(room),
  run: async (argument, { room, csrfToken }) => {
    const url = `${room.url}leave/`;
    if (argument) return incomplete(leave);
    if (room.role === "owner") {
      followLink(url); // where the next owner is chosen
      return { done: "" };
    }
    if (room.kind === "private" && !(await confirmed(room))) return { done: "" };
    const { ok, text } = await sendForm(url, {}, csrfToken);
    return ok ? { done: text } : { problem: text };
  },
};

/** @param {PageData.Room} room */
const confirmed = ({ label }) =>
  confirmDialog({
    title: interpolate(gettext("Leave %(room)s?"), { room: label }),
    text: gettext("This room is private: you need to be added to come back."),
    confirm: gettext("Leave"),
    danger: true,
  });
