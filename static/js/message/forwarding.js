// Forwarding a message: where to, then a comment. The form of the page does it.

import { confirmDialog } from "../components/confirm_dialog.js";
import { gettext, interpolate } from "../i18n.js";
import { csrfToken } from "../room/csrf.js";
import { RoomPicker } from "../sidebar/room_picker.js";
import { uuid } from "../uuid.js";
import { plainText } from "./plain_text.js";

/** @import { Sidebar } from "../sidebar/sidebar.js" */
/** @import { Status } from "../status/status.js" */

/**
 * @param {object} parts
 * @param {Sidebar} parts.sidebar
 * @param {Status} parts.status
 * @param {PageData.Room} parts.room
 * @param {Protocol.Message} parts.message
 */
export async function forwardMessage({ sidebar, status, room, message }) {
  const target = await new RoomPicker(sidebar).pick(gettext("Forward to"));
  if (!target) return;
  const id = uuid(); // so that a second try makes no second message
  const url = `${room.url}${message.seq}/forward/`;
  const confirmed = await confirmDialog({
    title: interpolate(gettext("Forward to %(name)s"), target),
    text: `${message.author.name}: ${plainText(message.html)}`,
    confirm: gettext("Forward"),
    inputLabel: gettext("Comment"),
    action: (comment) => send(url, { id, to: target.id, comment }),
  });
  if (confirmed) status.done(interpolate(gettext("Forwarded to %(name)s."), target));
}

/**
 * Why it failed, in words; "" when it is done.
 *
 * @param {string} url
 * @param {Record<string, string>} fields
 */
async function send(url, fields) {
  const headers = { Accept: "text/plain", "X-CSRFToken": csrfToken() };
  const body = new URLSearchParams(fields);
  const answer = await fetch(url, { method: "POST", headers, body, redirect: "manual" }).catch(() => null);
  if (answer?.ok) return "";
  const isReason = answer?.headers.get("Content-Type")?.startsWith("text/plain");
  return answer && isReason ? answer.text() : gettext("The server did not answer. Try again.");
}
