// Leaving a room that one owns: the form of its own page, as a dialog over the room.

import { openModal } from "../components/modal.js";
import { h, required } from "../dom.js";

/**
 * The link leads to the page, and does so where the form cannot be fetched.
 *
 * @param {HTMLAnchorElement} link
 */
export async function openLeaveDialog(link) {
  const response = await fetch(link.href).catch(() => null);
  const text = response?.ok ? await response.text() : "";
  const form = new DOMParser().parseFromString(text, "text/html").getElementById("leave-form");
  if (!(form instanceof HTMLFormElement)) return location.assign(link.href);
  const title = h("h2", { class: "dialog__title", id: "leave-title" }, link.textContent?.replace("…", ""));
  form.action = link.href;
  form.className = "dialog__form";
  form.prepend(title);
  required(form, ".page__lead", HTMLElement).className = "dialog__text";
  required(form, ".page__actions", HTMLElement).className = "dialog__actions";
  const dialog = h("dialog", { class: "dialog dialog--small", "aria-labelledby": title.id }, form);
  required(form, "a.button", HTMLAnchorElement).addEventListener("click", (event) => {
    event.preventDefault();
    dialog.close();
  });
  openModal(dialog);
}
