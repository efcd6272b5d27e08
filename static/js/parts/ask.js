// A question that has to be answered before something is done.

import { h } from "../dom.js";

/** Asks; true when the person says yes. Focus goes back to where it was. */
export function ask({ title, words, yes, danger = false, quote = null }) {
  const no = h("button", { class: "button button--plain", value: "no" }, "Cancel");
  const go = h(
    "button",
    { class: `button ${danger ? "button--danger" : "button--main"}`, value: "yes" },
    yes,
  );
  const form = h("form", { class: "report", method: "dialog" });
  form.append(h("h2", { class: "report__title" }, title), h("p", { class: "report__lead" }, words));
  if (quote) form.append(quote);
  form.append(h("p", { class: "report__end" }, no, go));
  const dialog = h("dialog", { class: "dialog dialog--small", "aria-label": title }, form);
  document.body.append(dialog);
  dialog.showModal();
  go.focus();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      answer(dialog.returnValue === "yes");
    });
  });
}
