// All actions of a message, as a menu: beside it, or rising from below on phones.

import { pickEmoji } from "../components/emoji_picker.js";
import { openByTouch, openPopover } from "../components/popover.js";
import { QUICK, reactWith } from "../components/quick_emoji.js";
import { findAll, h, icon, required } from "../dom.js";
import { gettext, interpolate } from "../i18n.js";

/** @import { MessageAction } from "./message_actions.js" */
/** @import { MessageCommands } from "./message_commands.js" */

/**
 * `later`: the label that it has as soon as more is known.
 *
 * @typedef {object} Item
 * @property {string} label
 * @property {Promise<string>} [later]
 * @property {string} icon
 * @property {string} [key]
 * @property {boolean} [danger]
 * @property {() => unknown} run
 */

/** @type {Partial<Record<string, number>>} */
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/**
 * Opens the menu of a message by `anchor`.
 *
 * @param {HTMLElement} anchor
 * @param {Protocol.Message} message
 * @param {MessageCommands} commands
 * @param {{ byTouch?: boolean }} [options]  `byTouch`: a finger that is still down opened it
 */
export function openMenu(anchor, message, commands, { byTouch = false } = {}) {
  const { actions } = commands;
  const allowed = actions.allowed(message);
  const menu = h("menu", {
    class: "menu",
    role: "menu",
    "aria-label": interpolate(gettext("Message by %(name)s"), { name: message.author.name }),
  });
  /** @param {() => unknown} run */
  const closeAnd = (run) => () => {
    close();
    run();
  };
  /** @param {Item[]} items */
  const elements = (items) => items.map((item) => menuItem({ ...item, run: closeAnd(item.run) }));
  if (allowed.has("react")) {
    const toggle = (/** @type {string} */ emoji) => actions.toggleReaction(message.seq, emoji);
    const pick = () => pickEmoji(anchor, toggle);
    menu.append(quickReactions((emoji) => closeAnd(() => toggle(emoji)), closeAnd(pick)));
  }
  menu.append(...elements(generalItems(message, allowed, commands)));
  if (allowed.has("delete")) {
    menu.append(rule(), ...elements([deleteItem(gettext("Delete…"), message, commands)]));
  }
  const moderation = elements(moderationItems(message, allowed, commands));
  if (moderation.length) menu.append(rule(), title(gettext("As a moderator")), ...moderation);
  menu.addEventListener("keydown", (event) => moveFocus(event, menu));
  const close = byTouch ? openByTouch(menu, anchor) : openPopover(menu, anchor);
  required(menu, ".menu__item", HTMLElement).focus();
}

/**
 * @param {Protocol.Message} message
 * @param {Set<MessageAction>} allowed
 * @param {MessageCommands} commands
 */
function generalItems(message, allowed, commands) {
  const { text, deleted, seq } = message;
  const items = actionItems(message, allowed, commands);
  if (!deleted && text) {
    items.push({ label: gettext("Copy text"), icon: "copy", run: () => commands.copyText(text) });
  }
  items.push({ label: gettext("Copy link"), icon: "link", key: "L", run: () => commands.copyLink(seq) });
  if (allowed.has("unread")) {
    const label = gettext("Mark unread from here");
    items.push({ label, icon: "eye", key: "U", run: () => commands.markAsUnread(seq) });
  }
  return items;
}

/**
 * @param {Protocol.Message} message
 * @param {Set<MessageAction>} allowed
 * @param {MessageCommands} commands
 */
function actionItems({ seq, pinned }, allowed, commands) {
  const { actions } = commands;
  /** @type {Item[]} */
  const items = [];
  if (allowed.has("reply")) {
    items.push({ label: gettext("Reply"), icon: "reply", key: "R", run: () => actions.reply(seq) });
  }
  if (allowed.has("thread")) {
    const run = () => actions.replyInThread(seq);
    items.push({ label: gettext("Reply in thread"), icon: "thread", key: "T", run });
  }
  if (allowed.has("edit")) {
    items.push({ label: gettext("Edit"), icon: "pen", key: "E", run: () => actions.edit(seq) });
  }
  if (allowed.has("forward")) {
    items.push({ label: gettext("Forward…"), icon: "forward", key: "F", run: () => commands.forward(seq) });
  }
  if (allowed.has("keep")) items.push(keepItem(seq, commands));
  if (allowed.has("pin")) {
    const label = pinned ? gettext("Unpin") : gettext("Pin to this room");
    items.push({ label, icon: "pin", key: "P", run: () => actions.togglePin(seq) });
  }
  return items;
}

/**
 * @param {Protocol.Message} message
 * @param {Set<MessageAction>} allowed
 * @param {MessageCommands} commands
 */
function moderationItems(message, allowed, commands) {
  const { dialogs } = commands;
  const { seq, author } = message;
  /** @type {Item[]} */
  const items = [];
  if (allowed.has("restore")) {
    items.push({ label: gettext("Restore message…"), icon: "undo", run: () => dialogs.restore(seq) });
  }
  if (allowed.has("remove")) items.push(deleteItem(gettext("Remove message…"), message, commands));
  if (allowed.has("ban")) {
    items.push({
      label: interpolate(gettext("Ban %(name)s…"), { name: author.name }),
      icon: "shield",
      danger: true,
      run: () => dialogs.ban(author),
    });
  }
  return items;
}

/**
 * @param {number} seq
 * @param {MessageCommands} commands
 * @returns {Item}
 */
function keepItem(seq, commands) {
  const [keep, remove] = [gettext("Keep for later"), gettext("Remove from Kept")];
  const later = commands.isKept(seq).then((isKept) => (isKept ? remove : keep));
  return { label: keep, later, icon: "bookmark", key: "K", run: () => commands.toggleKept(seq) };
}

/**
 * @param {string} label
 * @param {Protocol.Message} message
 * @param {MessageCommands} commands
 * @returns {Item}
 */
function deleteItem(label, { seq }, commands) {
  return { label, icon: "trash", key: gettext("Del"), danger: true, run: () => commands.delete(seq) };
}

/** @param {Item} item */
function menuItem({ label, later, icon: name, key, danger, run }) {
  const attributes = {
    class: danger ? "menu__item menu__item--danger" : "menu__item",
    type: "button",
    role: "menuitem",
    click: run,
  };
  const symbol = icon(name, ["reply", "forward"].includes(name) ? "turns" : "");
  const text = h("span", {}, label);
  later?.then((known) => (text.textContent = known));
  return h("li", { role: "none" }, h("button", attributes, symbol, text, key && h("kbd", {}, key)));
}

/** @param {string} text */
const title = (text) => h("li", { role: "none" }, h("p", { class: "menu__title" }, text));
const rule = () => h("li", { role: "none" }, h("hr", { class: "menu__rule" }));

/**
 * @param {(emoji: string) => () => void} react
 * @param {() => void} pick
 */
function quickReactions(react, pick) {
  const buttons = QUICK.map((one) => {
    const attributes = { type: "button", role: "menuitem", "aria-label": reactWith(one) };
    return h("button", { ...attributes, click: react(one.emoji) }, one.emoji);
  });
  const more = { type: "button", role: "menuitem", "aria-label": gettext("Add a reaction"), click: pick };
  return h("li", { class: "menu__quick", role: "none" }, ...buttons, h("button", more, icon("smile")));
}

/**
 * @param {KeyboardEvent} event
 * @param {HTMLElement} menu
 */
function moveFocus(event, menu) {
  const step = STEPS[event.key];
  if (!step) return;
  event.preventDefault();
  const items = findAll(menu, ".menu__item", HTMLElement);
  const current = items.findIndex((item) => item === document.activeElement);
  items.at((current + step) % items.length)?.focus();
}
