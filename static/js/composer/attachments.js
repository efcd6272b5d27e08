// The files of the message that is being written: a card for each, above the text. They are uploaded at once, and the
// message takes them along.

import { find, h, icon } from "../dom.js";
import { uploadCard } from "../files/upload_cards.js";
import { formatNumber, formatSize } from "../format.js";
import { gettext, interpolate } from "../i18n.js";

/** @import { Upload } from "../files/upload.js" */
/** @import { Uploads } from "../files/uploads.js" */

const LONGEST_ALT = 500; // characters

export class Attachments {
  /** There are other files, or they are in another state. */
  onChange = () => {};
  /** @type {string[]} */
  #problems = []; // why files were not taken, until the next ones
  /** @type {Map<string, { element: HTMLElement, state: string }>} */
  #cards = new Map();
  #list = h("ul", { class: "attachments__list", "aria-label": gettext("Files of this message") });
  #said = h("div", { role: "status" });

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.card  of the composer
   * @param {HTMLTextAreaElement} parts.textarea
   * @param {Uploads} parts.uploads
   * @param {string} parts.place  whose composer it is
   * @param {AbortSignal} parts.signal  aborted when the room is closed
   */
  constructor({ card, textarea, uploads, place, signal }) {
    this.textarea = textarea;
    this.uploads = uploads;
    this.place = place;
    this.element = h("div", { class: "attachments", hidden: true }, this.#said, this.#list);
    card.prepend(this.element);
    const redraw = (/** @type {Upload} */ upload) => upload.place === place && this.#draw();
    uploads.on("change", redraw, signal);
    uploads.on("removed", redraw, signal);
    this.#draw();
  }

  get count() {
    return this.uploads.in(this.place).length;
  }

  /**
   * Is there something to send? A message with files needs no text, but each of them; an edit changes the text alone.
   *
   * @param {string} text
   * @param {boolean} isEdit
   */
  hasContent(text, isEdit) {
    const hasText = text.trim() !== "";
    if (isEdit) return hasText;
    const uploads = this.uploads.in(this.place);
    return (hasText || uploads.length > 0) && uploads.every(({ state }) => state !== "failed");
  }

  /** While a message is edited, its files are not. */
  set hidden(/** @type {boolean} */ hidden) {
    this.element.hidden = hidden || (!this.count && !this.#problems.length);
  }

  /** Their ids, for the message that takes them along. */
  ids() {
    return this.uploads.in(this.place).map(({ id }) => id);
  }

  /**
   * Takes those that are within the limits, and says why not of the others.
   *
   * @param {Iterable<File>} files
   */
  add(files) {
    const { files: most, largest } = this.uploads.limits;
    this.#problems = [];
    for (const file of files) {
      const problem = this.count >= most ? tooMany(most) : problemOf(file, largest);
      if (!problem) this.uploads.add(file, this.place);
      else if (!this.#problems.includes(problem)) this.#problems.push(problem);
    }
    this.#draw();
    this.textarea.focus();
  }

  /**
   * Says why something was not taken.
   *
   * @param {string} problem
   */
  say(problem) {
    this.#problems = [problem];
    this.#draw();
  }

  #draw() {
    const uploads = this.uploads.in(this.place);
    const hadFocus = this.#list.contains(document.activeElement);
    const ids = new Set(uploads.map(({ id }) => id));
    for (const [id, { element }] of this.#cards) if (!ids.has(id)) this.#remove(id, element);
    for (const upload of uploads) this.#drawCard(upload);
    this.#said.replaceChildren(...this.#problems.map(problemLine));
    if (hadFocus && !this.#list.contains(document.activeElement)) this.textarea.focus();
    this.hidden = false;
    this.onChange();
  }

  /**
   * @param {string} id
   * @param {HTMLElement} element
   */
  #remove(id, element) {
    element.remove();
    this.#cards.delete(id);
  }

  /** @param {Upload} upload */
  #drawCard(upload) {
    const { id, state } = upload;
    const drawn = this.#cards.get(id);
    if (drawn?.state === state) return;
    const focused = document.activeElement;
    const hadFocus = drawn?.element.contains(focused);
    const field = drawn && find(drawn.element, ".upload-card__alt", HTMLElement);
    const element = uploadCard(upload, field ?? this.#altField(upload));
    if (drawn) drawn.element.replaceWith(element);
    else this.#list.append(element);
    if (hadFocus) keepFocus(element, focused);
    this.#cards.set(id, { element, state });
  }

  /** @param {Upload} upload */
  #altField({ id, type, alt }) {
    if (!type.startsWith("image/")) return null;
    const input = h("input", {
      class: "input",
      id: `alt-${id}`,
      maxlength: LONGEST_ALT,
      value: alt,
      autocomplete: "off",
      placeholder: gettext("What the image shows"),
    });
    input.addEventListener("input", () => this.uploads.describe(id, input.value));
    return h(
      "div",
      { class: "upload-card__alt" },
      h("label", { for: input.id }, gettext("Alternative text")),
      input,
    );
  }
}

/**
 * The focus stays where it was in a card that is drawn again; a button has another one in its place.
 *
 * @param {HTMLElement} card
 * @param {Element | null} focused
 */
function keepFocus(card, focused) {
  const isKept = focused instanceof HTMLElement && card.contains(focused);
  (isKept ? focused : find(card, "[data-upload-action=cancel]", HTMLElement))?.focus();
}

/** @param {string} text */
const problemLine = (text) =>
  h("p", { class: "attachments__problem" }, icon("warn", "small"), h("bdi", {}, text));

/** @param {number} most */
const tooMany = (most) =>
  interpolate(gettext("A message can have at most %(most)s files."), { most: formatNumber(most) });

/**
 * Why a file cannot be uploaded; "" where it can.
 *
 * @param {File} file
 * @param {number} most  bytes
 */
function problemOf({ name, size }, most) {
  if (!size) return interpolate(gettext("%(file)s is empty."), { file: name });
  if (size <= most) return "";
  const [own, limit] = [formatSize(size), formatSize(most)];
  const text =
    own === limit
      ? gettext("%(file)s is larger than the limit of %(limit)s.")
      : gettext("%(file)s is %(size)s; the limit is %(limit)s.");
  return interpolate(text, { file: name, size: own, limit });
}
