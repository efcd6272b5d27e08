// All that can be done with a message, as a menu: beside it, or rising from below on phones.

import { h, icon } from "../dom.js";
import { QUICK } from "../parts/emoji.js";
import { pickEmoji } from "../parts/picker.js";
import { showBy } from "../parts/popover.js";

/** Opens the menu of `message` by `anchor`. `actions`: Actions, with `copyLink`, `askRemoval` and `questions` beside. */
export function openMenu(anchor, message, actions) {
  const allowed = actions.allowed(message);
  const { seq } = message;
  const menu = h("menu", {
    class: "menu",
    popover: "auto",
    role: "menu",
    "aria-label": `Message by ${message.author.name}`,
  });
  const item = (label, name, key, act, kind = "") => {
    const button = h("button", { class: `menu__item ${kind}`.trim(), type: "button", role: "menuitem" });
    button.append(icon(name, name === "reply" ? "turns" : ""), label);
    if (key) button.append(h("kbd", {}, key));
    button.addEventListener("click", () => {
      menu.hidePopover();
      act();
    });
    return h("li", { role: "none" }, button);
  };
  if (allowed.has("react")) menu.append(quick(menu, anchor, seq, actions));
  if (allowed.has("reply")) menu.append(item("Reply", "reply", "R", () => actions.reply(seq)));
  if (allowed.has("edit")) menu.append(item("Edit", "pen", "E", () => actions.edit(seq)));
  menu.append(item("Copy link", "link", "L", () => actions.copyLink(seq)));
  const danger = "menu__item--danger";
  if (allowed.has("takeBack"))
    menu.append(rule(), item("Take back…", "trash", "Del", () => actions.askRemoval(seq), danger));
  const deeds = [];
  if (allowed.has("restore"))
    deeds.push(item("Restore message…", "undo", "", () => actions.questions.restore(seq)));
  if (allowed.has("remove"))
    deeds.push(item("Remove message…", "trash", "Del", () => actions.askRemoval(seq), danger));
  if (allowed.has("ban"))
    deeds.push(
      item(`Ban ${message.author.name}…`, "shield", "", () => actions.questions.ban(message.author), danger),
    );
  if (deeds.length) menu.append(rule(), title("As a moderator"), ...deeds);
  menu.addEventListener("keydown", walk);
  showBy(menu, anchor);
  menu.querySelector(".menu__item").focus();
}

const title = (words) => h("li", { role: "none" }, h("p", { class: "menu__title" }, words));
const rule = () => h("li", { role: "none" }, h("hr", { class: "menu__rule" }));

function quick(menu, anchor, seq, actions) {
  const act = (done) => () => {
    menu.hidePopover();
    done();
  };
  const buttons = QUICK.map(({ emoji, words }) => {
    const attributes = { type: "button", role: "menuitem", "aria-label": `React with ${words}` };
    return h("button", { ...attributes, click: act(() => actions.toggle(seq, emoji)) }, emoji);
  });
  const more = act(() => pickEmoji(anchor, (emoji) => actions.toggle(seq, emoji)));
  const pick = h(
    "button",
    { type: "button", role: "menuitem", "aria-label": "Pick a reaction", click: more },
    icon("smile"),
  );
  return h("li", { class: "menu__quick", role: "none" }, ...buttons, pick);
}

function walk(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const items = [...event.currentTarget.querySelectorAll(".menu__item")];
  items.at((items.indexOf(document.activeElement) + step) % items.length).focus();
}
