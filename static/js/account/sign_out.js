// Signing out deletes from this device what was written and not sent, or the next user here could read it.

import { isConfirmed } from "../components/confirmation.js";
import { deleteDrafts, hasDrafts } from "../composer/drafts.js";
import { closest } from "../dom.js";
import { gettext } from "../i18n.js";

/** @import { Uploads } from "../files/uploads.js" */
/** @import { Outbox } from "../outbox/outbox.js" */

const FAILED = gettext(
  "You could not be signed out, and nothing was deleted. Check your connection and try again.",
);

/** @typedef {{ me: Protocol.User, outbox: Outbox, uploads: Uploads, signInUrl: string }} Session */

/**
 * Asks first where there is something to delete. Without scripts, the server's answer has the browser delete it.
 *
 * @param {Session} session
 */
export function confirmSignOut(session) {
  const { me, outbox, uploads } = session;
  document.addEventListener("submit", (event) => {
    const form = closest(event.target, "[data-sign-out]", HTMLFormElement);
    if (!form || event.defaultPrevented || !(outbox.unsent || uploads.count || hasDrafts(me.id))) return;
    event.preventDefault();
    isConfirmed({
      title: gettext("Sign out?"),
      text: gettext("Drafts, files and messages that were not sent will be deleted from this device."),
      confirm: gettext("Sign out"),
      danger: true,
      action: () => signOut(form, session),
    });
  });
}

/**
 * Deletes once the session has ended; or returns why it has not.
 *
 * @param {HTMLFormElement} form
 * @param {Session} session
 */
async function signOut(form, { me, outbox, uploads, signInUrl }) {
  /** @type {RequestInit} */
  const request = { method: "POST", body: new FormData(form), redirect: "manual" };
  const response = await fetch(form.action, request).catch(() => null);
  if (response?.type !== "opaqueredirect") return FAILED;
  outbox.discardAll();
  await uploads.clear();
  deleteDrafts(me.id);
  location.assign(signInUrl);
  return "";
}
