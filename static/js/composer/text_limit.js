// How long a text may be, and what is offered where it is longer.

import { h } from "../dom.js";
import { codePointLength } from "../format.js";
import { gettext, interpolate, ngettext } from "../i18n.js";
import { tooLongNote } from "./composer_notes.js";
import { splitText } from "./split_text.js";

/** @import { Connection } from "../connection/connection.js" */

const DEFAULT_LIMIT = 4000; // code points, until the welcome gives another
const MOST_PARTS = 5;

/**
 * What can be done with a text that is too long; null where it cannot. `split`: sends it as several messages; `attach`:
 * makes a file of it.
 *
 * @typedef {{ split: ((parts: string[]) => void) | null, attach: (() => void) | null }} Ways
 */

export class TextLimit {
  /** @param {Connection} connection */
  constructor(connection) {
    this.connection = connection;
  }

  get most() {
    return this.connection.welcome?.limits.text ?? DEFAULT_LIMIT;
  }

  /**
   * The length in code points where it is more than allowed; else null.
   *
   * @param {string} text
   */
  excess(text) {
    const length = text.length > this.most ? codePointLength(text) : 0;
    return length > this.most ? length : null;
  }

  /**
   * What is said of a text that is too long; null of any other.
   *
   * @param {string} text
   * @param {Ways} ways
   */
  note(text, { split, attach }) {
    const excess = this.excess(text);
    if (excess === null) return null;
    const note = tooLongNote(excess, this.most);
    const parts = split && excess <= MOST_PARTS * this.most ? splitText(text, this.most) : [];
    if (split && parts.length > 1 && parts.length <= MOST_PARTS) note.append(splitButton(parts, split));
    if (attach) note.append(button(gettext("Attach as a file"), attach));
    return note;
  }
}

/**
 * @param {string[]} texts
 * @param {(parts: string[]) => void} split
 */
function splitButton(texts, split) {
  const count = texts.length;
  const label = ngettext("Send as %(count)s message", "Send as %(count)s messages", count);
  return button(interpolate(label, { count }), () => split(texts));
}

/**
 * @param {string} label
 * @param {() => void} click
 */
const button = (label, click) => h("button", { class: "link-button", type: "button", click }, label);
