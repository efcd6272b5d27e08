// Without a connection no other page can be had, and asking for one would replace this one by the browser's error page.
// So a link opens when the connection is back, and a form is not sent.

import { closest } from "../dom.js";
import { isOwnPage, isPlainClick } from "./links.js";

/** @import { Connection } from "../connection/connection.js" */
/** @import { Status } from "../status/status.js" */

const ANSWER_TIMEOUT = 3000; // ms

/**
 * @param {Connection} connection
 * @param {Status} status
 * @param {(href: string) => void} open  opens a page that was asked for, when the connection is back
 */
export function deferNavigation(connection, status, open) {
  /** @type {string | null} */
  let deferred = null;
  /** @type {HTMLFormElement | null} */
  let released = null; // a form that is sent after all
  document.addEventListener("click", async (event) => {
    const link = closest(event.target, "a[href]", HTMLAnchorElement);
    if (!link || connection.state !== "offline" || !isOwnPage(link) || !isPlainClick(event)) return;
    event.preventDefault();
    if (await serverAnswers()) return location.assign(link.href);
    deferred = link.href;
    link.closest("dialog")?.close();
    status.linkDeferred(nameOf(link));
  });
  document.addEventListener("submit", async (event) => {
    const form = closest(event.target, "form", HTMLFormElement);
    if (!form || event.defaultPrevented || form === released || form.method === "dialog") return;
    if (connection.state !== "offline") return;
    event.preventDefault();
    if (!(await serverAnswers())) return status.formNotSent();
    released = form;
    form.requestSubmit(event.submitter);
  });
  connection.on("online", () => {
    if (deferred) open(deferred);
    deferred = null;
  });
}

/** The socket may be blocked where pages are not: does the server answer? */
async function serverAnswers() {
  if (!navigator.onLine) return false;
  const request = fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(ANSWER_TIMEOUT) });
  return request.then(({ ok }) => ok).catch(() => false);
}

/** @param {HTMLAnchorElement} link */
function nameOf(link) {
  const room = /^\/rooms\/([^/]+)\/$/.exec(link.pathname);
  return room ? `#${room[1]}` : `“${link.ariaLabel ?? link.textContent?.trim()}”`;
}
