// The element of each row of the timeline.

import { h, icon } from "../dom.js";
import { formatDay, formatTime } from "../format.js";
import { gettext, interpolate, ngettext } from "../i18n.js";
import { messageElement } from "../message/message_element.js";
import { isLate } from "../message/send_state.js";
import { isHeld } from "../outbox/entry.js";

/** @import { Uploads } from "../files/uploads.js" */
/** @import { Entry } from "../outbox/entry.js" */
/** @import { PostRow } from "./post_rows.js" */
/** @import { LineRow, LinesRow, PendingChanges, Row, UnreadRow } from "./rows.js" */

/** @typedef {(seq: number) => PendingChanges} ChangesOf */

export class RowElements {
  /** @type {Set<string>} */
  #open = new Set(); // keys of folded lines

  /**
   * @param {object} parts
   * @param {Protocol.User} parts.me
   * @param {PageData.Room} parts.room
   * @param {() => boolean} parts.isOnline
   * @param {HTMLElement | null} parts.intro  what stands above a room's first message
   * @param {ChangesOf} parts.changesOf
   * @param {(root: number) => number} parts.unreadIn  replies of a thread that are unread
   * @param {Uploads} parts.uploads
   */
  constructor({ me, room, isOnline, intro, changesOf, unreadIn, uploads }) {
    this.me = me;
    this.room = room;
    this.isOnline = isOnline;
    this.intro = intro;
    this.changesOf = changesOf;
    this.unreadIn = unreadIn;
    this.uploads = uploads;
  }

  /**
   * How a row looks, as a string: the same signature, the same element.
   *
   * @param {Row} row
   */
  signature(row) {
    if (row.kind === "intro") return String(row.empty);
    if (row.kind === "day") return formatDay(row.at);
    if (row.kind === "unread") return formatTime(row.at);
    if (row.kind === "replies") return "";
    if (row.kind === "line") return row.sentences.join(" ");
    if (row.kind === "lines") return row.lines.map(({ seq }) => seq).join(" ");
    const changes = this.#changes(row);
    const badge = row.first && this.room.badges[row.author.id];
    const state = [...this.#entryState(row), ...stateOf(changes.entry), this.isOnline()];
    const quotes = [row.reply, row.threadOf];
    return JSON.stringify([...this.#content(row), row.first, quotes, state, changes.reactions, badge]);
  }

  /** @param {PostRow} row */
  #content(row) {
    if (row.kind !== "message") return [row.key, this.#uploadStates(row.entry)];
    return [row.message.rev, row.covers, row.remover?.id, this.#unreadReplies(row)];
  }

  /**
   * Of the files that a message waits for.
   *
   * @param {Entry} entry
   */
  #uploadStates({ uploads }) {
    return uploads.map((id) => this.uploads.get(id)?.state ?? null);
  }

  /** @param {PostRow} row */
  #entryState(row) {
    return row.kind === "pending" ? stateOf(row.entry) : [];
  }

  /**
   * @param {Row} row
   * @returns {HTMLElement}
   */
  create(row) {
    if (row.kind === "intro") return this.#beginning(row.empty);
    if (row.kind === "day") return h("h2", { class: "day-divider" }, formatDay(row.at));
    if (row.kind === "unread") return unreadDivider(row);
    if (row.kind === "replies") return h("hr", { class: "replies-divider" });
    if (row.kind === "line") return lineElement(row);
    if (row.kind === "lines") return this.#folded(row);
    const changes = this.#changes(row);
    const { me, room, uploads } = this;
    const unreadReplies = this.#unreadReplies(row);
    return messageElement(row, { me, room, uploads, online: this.isOnline(), changes, unreadReplies });
  }

  /** @param {PostRow} row */
  #changes(row) {
    return row.kind === "message" ? this.changesOf(row.message.seq) : { reactions: [], entry: null };
  }

  /** @param {PostRow} row */
  #unreadReplies(row) {
    return row.kind === "message" && row.hasThread ? this.unreadIn(row.message.seq) : 0;
  }

  /** @param {LinesRow} row */
  #folded({ key, at, lines }) {
    const text = ngettext("%(count)s change to this room", "%(count)s changes to this room", lines.length);
    const count = interpolate(text, { count: lines.length });
    const time = h("time", { datetime: at.toISOString() }, formatTime(at));
    const summary = h("summary", {}, icon("right", "small turns"), h("span", {}, count), " ", time);
    const attributes = { class: "event-lines", id: key, open: this.#open.has(key) };
    const toggle = (/** @type {Event} */ { target }) => this.#toggled(key, target);
    return h("details", { ...attributes, toggle }, summary, ...lines.map(lineElement));
  }

  /**
   * Lines that were opened stay so when more of them come.
   *
   * @param {string} key
   * @param {EventTarget | null} element
   */
  #toggled(key, element) {
    if (element instanceof HTMLDetailsElement && element.open) this.#open.add(key);
    else this.#open.delete(key);
  }

  /** @param {boolean} empty */
  #beginning(empty) {
    if (!this.intro) return h("div");
    const title = this.intro.querySelector("h2");
    if (title) title.textContent = empty ? gettext("No messages yet") : beginningOf(this.room);
    return this.intro;
  }
}

/** @param {PageData.Room} room */
function beginningOf({ kind, label }) {
  if (kind === "direct") return gettext("This is the beginning of your conversation");
  return interpolate(gettext("This is the beginning of %(room)s"), { room: label });
}

/** @param {Entry | null} entry */
function stateOf(entry) {
  if (!entry) return [];
  return isHeld(entry) ? ["held"] : [entry.state, isLate(entry), entry.problem];
}

/** @param {LineRow} row */
function lineElement({ key, at, icon: name, sentences }) {
  const text = h("span", { dir: "auto" }, sentences.join(" "));
  const time = h("time", { datetime: at.toISOString() }, formatTime(at));
  return h("p", { class: "event-line", id: key }, icon(name), text, " ", time);
}

/** @param {UnreadRow} row */
function unreadDivider({ key, at }) {
  const mark = h("span", { class: "unread-divider__mark", "aria-hidden": "true" });
  const text = interpolate(gettext("New since %(time)s"), { time: formatTime(at) });
  return h("p", { class: "unread-divider", id: `${key}-divider` }, mark, text);
}
