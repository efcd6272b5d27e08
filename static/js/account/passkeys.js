// Forms that a passkey fills in: one is made, or one is used, when the form is sent.

import { find, required } from "../dom.js";

/** The options as the server wrote them into the page; or asked for, where the page has none. */
async function readOptions(/** @type {HTMLFormElement} */ form) {
  const written = document.getElementById("passkey-options");
  if (written) return JSON.parse(written.textContent ?? "");
  const response = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`The server answered ${response.status}`);
  return response.json();
}

/**
 * @param {HTMLFormElement} form
 * @returns {Promise<PublicKeyCredential>}
 */
async function askBrowser(form) {
  const options = await readOptions(form);
  const credential =
    form.dataset.passkey === "create"
      ? await navigator.credentials.create({
          publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options.creation_options.publicKey),
        })
      : await navigator.credentials.get({
          publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options.request_options.publicKey),
        });
  if (!(credential instanceof PublicKeyCredential)) throw new Error("The browser gave no passkey");
  return credential;
}

/** @param {HTMLFormElement} form */
function enable(form) {
  const field = required(form, "[name=credential]", HTMLInputElement);
  const failed = required(form, "[data-passkey-error]", HTMLElement);
  let filled = false;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    if (filled) return;
    event.preventDefault();
    failed.hidden = true;
    try {
      field.value = JSON.stringify((await askBrowser(form)).toJSON());
      filled = true;
      form.requestSubmit();
    } catch {
      failed.hidden = false; // cancelled, none there, or no connection
    }
  });
}

if ("PublicKeyCredential" in window && "parseCreationOptionsFromJSON" in PublicKeyCredential) {
  const missing = find(document, "[data-passkey-missing]", HTMLElement);
  if (missing) missing.hidden = true;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (form instanceof HTMLFormElement) enable(form);
  }
}
