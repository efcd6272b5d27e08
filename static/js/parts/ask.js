// A question that has to be answered before something is done.

import { h, icon } from "../dom.js";

/**
 * Asks; true when the person says yes. Focus goes back to where it was.
 *
 * `field`: a label, for a question that takes a few words too. `act` does it, given those words, while the question
 * still stands, and tells what was in the way, in words, or nothing.
 */
export function ask({ title, words, yes, danger = false, field = null, act = null }) {
  const no = h("button", { class: "button button--plain", type: "button" }, "Cancel");
  const go = h("button", { class: `button ${danger ? "button--danger" : "button--main"}` }, yes);
  const input = field && h("input", { class: "input", id: "asked", maxlength: 250, autocomplete: "off" });
  const form = h(
    "form",
    { class: "report", method: "dialog" },
    h("h2", { class: "report__title" }, title),
    h("p", { class: "report__lead" }, words),
    input && h("div", { class: "field" }, h("label", { for: "asked" }, field, " ", optional()), input),
    h("p", { class: "report__end" }, no, go),
  );
  const dialog = h("dialog", { class: "dialog dialog--small", "aria-label": title }, form);
  no.addEventListener("click", () => dialog.close());
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    go.disabled = true;
    const problem = await act?.(input?.value.trim() ?? "");
    go.disabled = false;
    if (problem) return complain(form, problem);
    dialog.close("yes");
  });
  document.body.append(dialog);
  dialog.showModal();
  (input ?? go).focus();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      answer(dialog.returnValue === "yes");
    });
  });
}

const optional = () => h("small", { class: "field__optional" }, "optional");

function complain(form, problem) {
  form.querySelector(".field__error")?.remove();
  const line = h("p", { class: "field__error", role: "alert" }, icon("warn", "small"), h("span", {}, problem));
  form.lastElementChild.before(line);
}
