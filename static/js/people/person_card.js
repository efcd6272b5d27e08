// The card of a person, beside what was pressed.

import { openPopover } from "../components/popover.js";
import { insertText } from "../composer/text_edit.js";
import { find, findAll, h, required } from "../dom.js";
import { gettext } from "../i18n.js";
import { isQuiet } from "./profiles.js";

/** @import { OpenRoom } from "../room/room.js" */
/** @import { State } from "./person_cards.js" */

/** @type {Record<State, string>} */
const STATES = { here: gettext("Online"), away: gettext("Away"), gone: gettext("Offline") };

export class PersonCard {
  /**
   * @param {object} parts
   * @param {OpenRoom | null} parts.open  the room on show
   * @param {(id: string) => State | "unknown"} parts.stateOf
   */
  constructor({ open, stateOf }) {
    this.open = open;
    this.stateOf = stateOf;
  }

  /**
   * @param {string} username
   * @param {HTMLElement} anchor
   */
  async show(username, anchor) {
    const { open } = this;
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
    this.#connect(content, close);
    card.focus({ preventScroll: true });
  }

  /** @param {HTMLElement} content */
  #showState(content) {
    const { userId = "" } = content.dataset;
    const state = this.stateOf(userId);
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
   * @param {() => void} close
   */
  #connect(content, close) {
    const { composer, detailsPane } = this.open ?? {};
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
