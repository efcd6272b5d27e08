// Which pane shows: on phones one at a time, elsewhere the details beside the timeline. On phones each pane that
// is opened is an entry of the browser's history, so that its Back leads out of the pane and not off the site.

import { byId, find, findAll } from "../dom.js";

// The panes in the order of F6, and what takes the focus in each: the pane itself when nothing is named.
/** @type {[string, string | null][]} */
const PANES = [
  [".sidebar", "[aria-current], .room-list a"],
  [".page-header", "a, button"],
  [".timeline", null],
  [".page", "input, a, button"],
  [".composer", "textarea"],
  ["#details", "a, button"],
  ["#thread", "textarea"],
];

const narrow = matchMedia("(width < 40rem)");

/** @typedef {{ view?: string, pane?: boolean } | null} PaneState  of an entry of the browser's history */

export class Panes {
  onDetails = () => {}; // the details open
  /** Closes the thread on show, which has an address of its own; false where there is none. */
  closeThread = () => false;
  onBeforeChange = () => {}; // another pane is about to show

  /** @param {HTMLElement} app */
  constructor(app) {
    this.app = app;
    this.first = app.dataset.view ?? "room"; // the one that the page came with
    this.bind();
    addEventListener("popstate", (event) => this.#onPopState(event.state));
    if (narrow.matches && history.state?.view) this.#onPopState(history.state);
    narrow.addEventListener("change", () => this.#updateRoles());
    this.#updateRoles();
  }

  /** Takes the elements of the panel, which is new or was replaced. */
  bind() {
    this.details = byId("details");
    this.toggle = byId("details-toggle");
    byId("back")?.addEventListener("click", (event) => this.#back(event));
    this.toggle?.addEventListener("click", (event) => {
      event.preventDefault();
      this.showDetails(this.details?.hidden ?? false);
    });
    byId("show-online")?.addEventListener("click", () => this.showDetails(true));
    this.#updateToggle();
  }

  get view() {
    return this.app.dataset.view ?? "room";
  }

  get detailsOpen() {
    return this.app.dataset.view === "details";
  }

  /** Another room is on show: on phones it replaces the list, or what its entry of the history says. */
  roomChanged() {
    this.bind();
    this.first = "room";
    if (narrow.matches) this.#show(history.state?.view ?? "room");
  }

  /** Back to the room on show. */
  showRoom() {
    this.#leave("room");
  }

  /**
   * Opens or closes the details; on phones they replace the room. Returns whether that changed anything.
   *
   * @param {boolean} open
   */
  showDetails(open) {
    if (!this.details) return false;
    const changed = this.details.hidden === open;
    if (narrow.matches && !open) this.#leave("room");
    else if (narrow.matches) this.#enter("details");
    else this.#show(open ? "details" : "room");
    if (open && changed) this.onDetails();
    return changed;
  }

  /** Moves the focus to the next pane that shows, or to the one before. */
  focusNext(backwards = false) {
    const panes = PANES.flatMap(([selector, first]) => {
      const pane = find(this.app, selector, HTMLElement);
      return pane?.offsetParent ? [{ pane, first }] : [];
    });
    const current = panes.findIndex(({ pane }) => pane.contains(document.activeElement));
    const next = panes.at((current + (backwards ? -1 : 1)) % panes.length);
    if (!next) return;
    const inside = next.first ? findAll(next.pane, next.first, HTMLElement) : [];
    (inside.find((element) => element.offsetParent) ?? next.pane).focus();
  }

  /** @param {MouseEvent} event */
  #back(event) {
    if (!narrow.matches) return;
    event.preventDefault();
    if (this.app.dataset.view === "details") this.showDetails(false);
    else if (this.app.dataset.view === "thread") this.closeThread();
    else this.#enter("list");
  }

  /** @param {string} view */
  #enter(view) {
    if (this.app.dataset.view === view) return;
    this.onBeforeChange();
    history.pushState({ ...history.state, view, pane: true }, "");
    this.#show(view);
  }

  /**
   * Back to where the pane was opened from; to `view` where the page came with it.
   *
   * @param {string} view
   */
  #leave(view) {
    if (history.state?.pane) return history.back();
    history.replaceState({ ...history.state, view }, "");
    this.#show(view);
  }

  /** @param {PaneState} state */
  #onPopState(state) {
    if (narrow.matches) this.#show(state?.view ?? this.first);
  }

  /**
   * Shows a pane, without an entry of the browser's history.
   *
   * @param {"room" | "thread"} view
   */
  show(view) {
    this.#show(view);
  }

  /** @param {string} view */
  #show(view) {
    this.app.dataset.view = view;
    if (this.details) this.details.hidden = view !== "details";
    this.#updateToggle();
    this.#updateRoles();
  }

  /** Where the list of rooms is all that shows, it is the main part of the page, and its title the page's heading. */
  #updateRoles() {
    const alone = narrow.matches && this.app.dataset.view === "list";
    const title = find(this.app, ".room-list__title", HTMLElement);
    setAttribute(find(this.app, ".sidebar", HTMLElement), "role", alone ? "main" : null);
    setAttribute(title, "role", alone ? "heading" : null);
    setAttribute(title, "aria-level", alone ? "1" : null);
  }

  #updateToggle() {
    this.toggle?.setAttribute("role", "button");
    this.toggle?.setAttribute("aria-pressed", String(!this.details?.hidden));
  }
}

/**
 * Sets an attribute; null removes it.
 *
 * @param {HTMLElement | null} element
 * @param {string} name
 * @param {string | null} value
 */
function setAttribute(element, name, value) {
  if (value === null) element?.removeAttribute(name);
  else element?.setAttribute(name, value);
}
