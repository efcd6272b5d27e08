// The card of a person, which opens where a name or a face is pressed. Without scripts the same stands on a page.

import { openPopover } from "../components/popover.js";
import { closest, find, findAll, h, required } from "../dom.js";
import { gettext } from "../i18n.js";
import { isQuiet } from "./profiles.js";

/** @import { Connection } from "../connection/connection.js" */
/** @import { OpenRoom } from "../room/room.js" */

const LINKS = "a[data-person]";
const FACES = ".message__avatar[data-avatar], .member .avatar[data-avatar]";

/** @typedef {"here" | "away" | "gone"} State */
/** @type {Record<State, string>} */
const STATES = { here: gettext("Online"), away: gettext("Away"), gone: gettext("Offline") };

export class PersonCards {
  /** @type {Map<string, State>} */
  #states = new Map(); // by id, as far as they are known
  /** @type {Set<string>} */
  #online = new Set(); // ids of those in the room on show

  /**
   * @param {object} parts
   * @param {Connection} parts.connection
   * @param {() => OpenRoom | null} parts.openRoom
   */
  constructor({ connection, openRoom }) {
    this.openRoom = openRoom;
    document.addEventListener("click", (event) => this.#click(event));
    connection.on("people", (frame) => this.#note(frame));
    connection.on("presence", ({ room, online = [] }) => {
      if (room === openRoom()?.room.id) this.#online = new Set(online.map(({ id }) => id));
    });
    connection.on("offline", () => this.#forget());
    connection.on("ended", () => this.#forget());
  }

  /** @param {Protocol.People} frame */
  #note({ here, away, gone }) {
    for (const id of here) this.#states.set(id, "here");
    for (const id of away) this.#states.set(id, "away");
    for (const id of gone) this.#states.set(id, "gone");
  }

  #forget() {
    this.#states.clear();
    this.#online.clear();
  }

  /** @param {MouseEvent} event */
  #click(event) {
    if (event.defaultPrevented || opensElsewhere(event)) return;
    const anchor = closest(event.target, `${LINKS}, ${FACES}`, HTMLElement);
    const { person, avatar } = anchor?.dataset ?? {};
    if (!anchor) return;
    event.preventDefault();
    this.#open(person ?? avatar ?? "", anchor);
  }

  /**
   * @param {string} username
   * @param {HTMLElement} anchor
   */
  async #open(username, anchor) {
    const open = this.openRoom();
    const address = `/people/${username}/`;
    const query = open && open.room.kind !== "direct" ? `?room=${encodeURIComponent(open.room.slug)}` : "";
    const response = await fetch(`${address}card/${query}`, { redirect: "manual" }).catch(() => null);
    if (!response?.ok) return location.assign(address); // which says why
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const content = find(page, ".person-card", HTMLElement);
    if (!content || !anchor.isConnected) return;
    const label = find(content, ".person-card__name", HTMLElement)?.textContent?.trim() ?? "";
    const card = h(
      "div",
      { class: "menu menu--card", role: "dialog", "aria-label": label, tabindex: -1 },
      content,
    );
    this.#showState(content);
    const close = openPopover(card, anchor, "start");
    this.#connect(content, open, close);
    card.focus({ preventScroll: true });
  }

  /** @param {HTMLElement} content */
  #showState(content) {
    const { userId = "" } = content.dataset;
    const state = this.#states.get(userId) ?? (this.#online.has(userId) ? "here" : "unknown");
    if (state === "unknown") return;
    const line = required(content, "[data-presence]", HTMLElement);
    line.textContent = STATES[state];
    line.hidden = false;
    if (state === "gone") return;
    line.prepend(dotOf(state));
    const face = required(content, ".person-card__head .avatar", HTMLElement);
    face.append(isQuiet(userId) ? dot("quiet") : dotOf(state));
  }

  /**
   * What works on the card without another page.
   *
   * @param {HTMLElement} content
   * @param {OpenRoom | null} open
   * @param {() => void} close
   */
  #connect(content, open, close) {
    const { composer, detailsPane } = open ?? {};
    const mention = find(content, "[data-mention]", HTMLButtonElement);
    if (mention && composer) {
      mention.hidden = composer.textarea.disabled;
      mention.addEventListener("click", () => {
        close();
        insertText(composer.textarea, `@${mention.dataset.mention} `);
      });
    }
    if (!detailsPane) return;
    for (const link of findAll(content, "[data-ban]", HTMLAnchorElement)) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        close();
        detailsPane.dialogs.ban({ username: link.dataset.ban ?? "", name: link.dataset.name ?? "" });
      });
    }
    for (const form of findAll(content, "form[data-moderation]", HTMLFormElement)) {
      form.addEventListener("submit", async (event) => {
        await detailsPane.submit(event, form);
        close();
      });
    }
  }
}

/** @param {State} state */
const dotOf = (state) => dot(state === "away" ? "away" : "");

/** @param {string} kind */
function dot(kind) {
  return h("span", { class: kind ? `presence presence--${kind}` : "presence", "aria-hidden": "true" });
}

/** @param {MouseEvent} event */
function opensElsewhere({ button, ctrlKey, metaKey, shiftKey }) {
  return button !== 0 || ctrlKey || metaKey || shiftKey;
}

/**
 * Writes where the cursor is, as if it was typed.
 *
 * @param {HTMLTextAreaElement} textarea
 * @param {string} text
 */
function insertText(textarea, text) {
  textarea.focus();
  textarea.setRangeText(text, textarea.selectionStart, textarea.selectionEnd, "end");
  textarea.dispatchEvent(new Event("input", { bubbles: true }));
}
