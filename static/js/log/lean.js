// Events that come without what follows from the rest, made whole again. chat/events/lean.py leaves it out.

import { isMessage } from "./kinds.js";

/**
 * An event of a socket opened with ?lean=1, as any other socket gets it. Changes the event.
 *
 * @param {any} event
 * @returns {Protocol.RoomEvent}
 */
export function whole(event) {
  if (event.author) event.author.name ??= event.author.username;
  if (event.text !== undefined) event.html ??= plainHtml(event.text);
  if (isMessage(event)) {
    event.reply_to ??= null;
    event.rev ??= event.seq;
  }
  return event;
}

/**
 * A frame of such a socket: the event that it is, or the events that it holds, made whole.
 *
 * @param {any} frame
 */
export function wholeFrame(frame) {
  if (frame.type === "event") whole(frame);
  else {
    frame.events?.forEach(whole);
    if (frame.root) whole(frame.root);
  }
  return frame;
}

/**
 * What the server makes of a text in which nothing is marked up.
 *
 * @param {string} text
 */
function plainHtml(text) {
  if (!text) return "";
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return `<p dir="auto">${escaped.replaceAll("\n", "<br>")}</p>`;
}
