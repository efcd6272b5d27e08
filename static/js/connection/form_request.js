// A form of the site's pages, sent by a script: the same address does what it does for a page without scripts, and
// answers in words alone.

import { gettext } from "../i18n.js";

const NO_ANSWER = gettext("The server did not answer. Try again.");

/**
 * `text`: what the server says, or why it did not do it, in words.
 *
 * @typedef {{ ok: boolean, text: string }} FormAnswer
 */

/**
 * @param {string} url
 * @param {Record<string, string> | [string, string][]} fields
 * @param {string} csrfToken
 * @returns {Promise<FormAnswer>}
 */
export async function sendForm(url, fields, csrfToken) {
  const headers = { Accept: "text/plain", "X-CSRFToken": csrfToken };
  const body = new URLSearchParams(fields);
  try {
    const response = await fetch(url, { method: "POST", headers, body, redirect: "manual" });
    const isText = response.headers.get("Content-Type")?.startsWith("text/plain");
    const text = isText ? await response.text() : "";
    if (response.ok || text) return { ok: response.ok, text };
    return { ok: false, text: gettext("That did not work. You may be signed out: reload the page.") };
  } catch {
    return { ok: false, text: NO_ANSWER };
  }
}
