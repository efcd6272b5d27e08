// The elements of an open thread: what templates/components/thread.html writes into a page.

import { h, icon } from "../dom.js";
import { gettext, interpolate } from "../i18n.js";
import { attachButton, composerHint, emojiButton, voiceButton } from "../room/composer_form.js";
import { csrfInput } from "../room/csrf.js";

/**
 * @param {PageData.Room} room
 * @param {string} url  of the thread
 * @param {string} csrfToken
 */
export function threadPane(room, url, csrfToken) {
  const count = h("small");
  const follow = h("button", { class: "link-button", type: "button", hidden: true });
  const close = h("a", { class: "icon-button", href: room.url, "aria-label": gettext("Close the thread") });
  close.append(icon("x"));
  const list = h("div", {
    class: "timeline__page",
    role: "log",
    "aria-live": "polite",
    "aria-relevant": "additions",
    "aria-label": gettext("Replies"),
  });
  const scroller = h("div", { class: "timeline", tabindex: -1 }, list);
  const form = room.archived ? null : replyForm(room, url, csrfToken);
  const header = h(
    "header",
    { class: "thread__header" },
    h("h2", {}, gettext("Thread"), " ", count),
    follow,
    close,
  );
  const attributes = { class: "details details--thread", id: "thread", "aria-label": gettext("Thread") };
  const element = h("aside", attributes, header, scroller, form ?? archivedNote());
  return { element, count, follow, close, scroller, list, form };
}

function archivedNote() {
  const text = gettext("This room is archived. You can read it, but nothing can be changed.");
  return h("p", { class: "status" }, icon("clock"), h("span", {}, text));
}

/**
 * @param {PageData.Room} room
 * @param {string} url
 * @param {string} csrfToken
 */
function replyForm(room, url, csrfToken) {
  const label = gettext("Reply in this thread");
  const attributes = { class: "composer", method: "post", action: url, "aria-label": label };
  const text = { class: "composer__text", id: "thread-text", name: "text", rows: 1 };
  const send = { class: "composer__send", "aria-label": gettext("Send") };
  return h(
    "form",
    attributes,
    csrfInput(csrfToken),
    h("div", { class: "composer__line" }, h("p", { class: "typing", "aria-live": "off" }), composerHint()),
    h(
      "div",
      { class: "composer__card" },
      attachButton(),
      h("label", { class: "visually-hidden", for: "thread-text" }, label),
      h("textarea", { ...text, placeholder: gettext("Reply") }),
      h("div", { class: "composer__tools" }, emojiButton(), voiceButton(), h("button", send, icon("send"))),
    ),
    alsoBox(room),
  );
}

/** @param {PageData.Room} room */
function alsoBox(room) {
  const text = interpolate(gettext("Also send to %(room)s"), { room: room.label });
  return h(
    "label",
    { class: "composer__also", hidden: room.kind === "direct" && room.people.length === 0 },
    h("input", { type: "checkbox", name: "also", value: "1" }),
    h("span", {}, text),
  );
}
