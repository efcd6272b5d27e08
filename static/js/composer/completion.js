// While a name is being written, the composer offers what it can become. What that is, its sources know: people,
// rooms, emoji, commands, languages of code.

import { isComposing } from "../browser/input_method.js";
import { h } from "../dom.js";
import { inFence } from "./code_fence.js";
import { applyEdit } from "./text_edit.js";

/**
 * `insert` takes the place of what was begun; `name` is what counts as written already.
 *
 * @typedef {{ name: string, insert: string, element: HTMLElement }} Option
 *
 * @typedef {object} Source
 * @property {string} label  of the list
 * @property {(before: string) => string | null} begun  what is begun at the end of the text before the caret, its sign
 *   included; null for nothing
 * @property {(begun: string) => Option[]} known  what is known at once
 * @property {(begun: string) => Promise<Option[]>} [search]  the same with what has to be fetched
 * @property {(count: number) => string} count  how many there are, in words
 * @property {boolean} [inCode]  for blocks of code
 * @property {boolean} [optional]  nothing is chosen before an arrow key or Tab says so
 */

const PAUSE = 120; // ms after a letter before the server is asked
const ID = "completion-list";
const NONE = -1;

export class Completion {
  /** @type {Option[]} */
  #options = [];
  #active = NONE;
  /** @type {Source | null} */
  #source = null;
  #begun = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {object} parts
   * @param {HTMLTextAreaElement} parts.textarea
   * @param {HTMLElement} parts.card
   * @param {Source[]} parts.sources  the first that knows what is begun is asked
   */
  constructor({ textarea, card, sources }) {
    this.textarea = textarea;
    this.sources = sources;
    this.id = textarea.id === "message-text" ? ID : `${textarea.id}-${ID}`;
    this.list = h("div", { class: "completion", id: this.id, role: "listbox", hidden: true });
    this.count = h("p", { class: "visually-hidden", role: "status" });
    card.append(this.list, this.count);
    textarea.setAttribute("aria-autocomplete", "list");
    textarea.addEventListener("input", () => this.update());
    textarea.addEventListener("click", () => this.update());
    textarea.addEventListener("blur", () => this.close());
  }

  get open() {
    return !this.list.hidden;
  }

  /**
   * Keys that are for the list; false for any other.
   *
   * @param {KeyboardEvent} event
   */
  handleKey(event) {
    const modified = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
    if (!this.open || modified || isComposing(event)) return false;
    const act = {
      ArrowDown: () => this.#activate(this.#active + 1),
      ArrowUp: () => this.#activate(this.#active === NONE ? NONE : this.#active - 1),
      Escape: () => this.close(),
      Enter: this.#isEnterForList() ? () => this.#choose(this.#active) : undefined,
      Tab: () => this.#choose(Math.max(0, this.#active)),
    }[event.key];
    if (!act) return false;
    act();
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  /** Enter is the composer's where nothing is active, and where there is nothing left to complete. */
  #isEnterForList() {
    const active = this.#options[this.#active];
    return active !== undefined && active.name.toLowerCase() !== this.#begun.toLowerCase();
  }

  close() {
    clearTimeout(this.#timer);
    this.list.hidden = true;
    this.count.textContent = "";
    this.textarea.removeAttribute("aria-controls");
    this.textarea.removeAttribute("aria-activedescendant");
  }

  /** What is begun at the caret, and whose it is; null where nothing is. */
  #look() {
    const { value, selectionStart, selectionEnd } = this.textarea;
    if (selectionStart !== selectionEnd) return null;
    const before = value.slice(0, selectionStart);
    const isCode = inFence(value, selectionStart);
    for (const source of this.sources) {
      const begun = isCode && !source.inCode ? null : source.begun(before);
      if (begun !== null) return { source, begun };
    }
    return null;
  }

  /** The text, or where the caret is, is another. */
  update() {
    const found = this.#look();
    clearTimeout(this.#timer);
    this.#source = found?.source ?? null;
    this.#begun = found?.begun ?? "";
    if (!found) return this.close();
    this.#show(found.source.known(found.begun));
    if (found.source.search) this.#timer = setTimeout(() => this.#search(found), PAUSE);
  }

  /** @param {{ source: Source, begun: string }} found */
  async #search({ source, begun }) {
    const options = (await source.search?.(begun)) ?? [];
    const isWanted = this.#source === source && this.#look()?.begun === begun;
    if (isWanted && document.activeElement === this.textarea) this.#show(options);
  }

  /** @param {Option[]} options */
  #show(options) {
    const source = this.#source;
    if (!source || !options.length) return this.close();
    this.#options = options;
    options.forEach(({ element }, index) => this.#prepare(element, index));
    this.list.setAttribute("aria-label", source.label);
    this.list.replaceChildren(...options.map(({ element }) => element));
    this.list.hidden = false;
    this.list.scrollTop = 0;
    this.textarea.setAttribute("aria-controls", this.id);
    this.count.textContent = source.count(options.length);
    this.#activate(source.optional ? NONE : 0);
  }

  /**
   * @param {HTMLElement} element
   * @param {number} index
   */
  #prepare(element, index) {
    element.id = `${this.id}-${index}`;
    element.setAttribute("role", "option");
    element.addEventListener("pointerdown", (event) => event.preventDefault()); // the text keeps the focus
    element.addEventListener("click", () => this.#choose(index));
  }

  /** @param {number} index */
  #activate(index) {
    const { length } = this.#options;
    this.#active = index === NONE && this.#source?.optional ? NONE : (index + length) % length;
    this.#options.forEach(({ element }, place) => {
      element.setAttribute("aria-selected", String(place === this.#active));
    });
    if (this.#active === NONE) return this.textarea.removeAttribute("aria-activedescendant");
    this.#options[this.#active]?.element.scrollIntoView({ block: "nearest" });
    return this.textarea.setAttribute("aria-activedescendant", `${this.id}-${this.#active}`);
  }

  /** @param {number} index */
  #choose(index) {
    const option = this.#options[index];
    const found = this.#look();
    this.close();
    if (!option || found?.source !== this.#source) return;
    const end = this.textarea.selectionStart;
    applyEdit(this.textarea, { start: end - found.begun.length, end, text: option.insert });
  }
}
