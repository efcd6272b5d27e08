// Announcements of the server's operator, above the status line until they are closed.

import { h, icon } from "../dom.js";
import { gettext } from "../i18n.js";

/** @import { Connection } from "../connection/connection.js" */

/**
 * @param {HTMLElement} element
 * @param {Connection} connection
 */
export function showAnnouncements(element, connection) {
  /** @type {HTMLElement | null} */
  let shown = null;
  connection.on("news", ({ text }) => {
    shown?.remove();
    shown = announcement(text);
    element.prepend(shown);
  });
}

/** @param {string} text */
function announcement(text) {
  const close = h(
    "button",
    { type: "button", class: "icon-button", "aria-label": gettext("Close") },
    icon("x", "small"),
  );
  const content = h("span", {}, h("b", {}, gettext("Announcement:")), " ", text);
  const line = h("p", { class: "status" }, icon("bell"), content, close);
  close.addEventListener("click", () => line.remove());
  return line;
}
