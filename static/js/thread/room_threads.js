// Which thread of the room is on show. Each has an address, and is an entry of the browser's history: Back closes it.

import { noteDraft } from "../composer/drafts.js";
import { byId, closest, find } from "../dom.js";
import { gettext } from "../i18n.js";
import { threadAddress } from "../message/message_address.js";
import { isPlainClick, roomAddress } from "../navigation/links.js";
import { loadParts, withField, withParts } from "../on_demand/loader.js";
import { showThreadNews } from "./thread_news.js";

/** @import { MessageActions } from "../message/message_actions.js" */
/** @import { MessageNavigation } from "../navigation/message_navigation.js" */
/** @import { Timeline } from "../timeline/timeline.js" */
/** @import { OpenThread, RoomParts } from "./open_thread.js" */
/** @import { Parts } from "../on_demand/loader.js" */

export class RoomThreads {
  /** @type {OpenThread | null} */
  #open = null;

  /**
   * @param {RoomParts & {
   *   actions: MessageActions,
   *   navigation: MessageNavigation,
   *   timeline: Timeline,
   *   element: HTMLElement,
   *   signal: AbortSignal,
   * }} parts  `actions`, `timeline`, `element`: of the room's messages; `signal`: aborted when the room is closed
   */
  constructor(parts) {
    const { room, connection, outbox, watched, actions, navigation, timeline, element, signal } = parts;
    this.parts = parts;
    actions.onThread = ({ seq, thread }) => this.open(thread ?? seq);
    navigation.onThread = (root, at) => this.open(root, { at });
    timeline.unreadIn = (root) => watched.thread(room.id, root)?.unread ?? 0;
    watched.on("changed", (ids) => ids.includes(room.id) && timeline.draw(), signal);
    element.addEventListener("click", (event) => this.#click(event));
    connection.on("draft", (frame) => frame.room === room.id && noteDraft(room, frame), signal);
    addEventListener("popstate", () => this.#followAddress(), { signal });
    signal.addEventListener("abort", () => this.#roomClosed(), { once: true });
    outbox.on("undone", (frame) => frame.room === room.id && this.#takeBack(frame), signal);
    showThreadNews({ room, watched, open: (root) => this.open(root), signal });
  }

  /** Opens the thread that the address names. Is there one? */
  start() {
    const { thread } = this.parts.room;
    if (!thread) return false;
    const { root, at, page = null } = thread;
    loadParts().then(
      (parts) => this.#open || this.#show(parts, root, { at, page }),
      () => null, // the pane as the server wrote it stays
    );
    return true;
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const link = closest(event.target, "[data-thread]", HTMLAnchorElement);
    if (!link || !isPlainClick(event)) return;
    event.preventDefault();
    this.open(Number(link.dataset.thread));
  }

  /**
   * @param {number} root  the seq of its first message
   * @param {{ at?: number | null }} [options]  `at`: a reply to go to
   */
  open(root, { at = null } = {}) {
    if (this.#open?.root === root) {
      if (at) this.#open.goTo(at);
      else this.#open.focus();
      return;
    }
    withField((parts) => {
      this.#push(root);
      this.#show(parts, root, { at });
    });
  }

  /** @param {number} root */
  #push(root) {
    const { navigation, room } = this.parts;
    navigation.savePosition();
    const state = { ...history.state, view: "thread", pane: true };
    if (this.#open && history.state?.pane) history.replaceState(state, "", threadAddress(room.url, root));
    else history.pushState(state, "", threadAddress(room.url, root));
  }

  /** Goes back to where the thread was opened from. False where none is open. */
  close() {
    if (!this.#open) return false;
    if (history.state?.pane) history.back();
    else {
      history.replaceState({ ...history.state, view: "room" }, "", this.parts.room.url);
      this.#followAddress();
    }
    return true;
  }

  /** Escape: leaves a reply or an edit in the thread, then the thread. */
  escape() {
    return this.#open !== null && (this.#open.composer?.cancel() || this.close());
  }

  /** Something else shows in its place. */
  giveWay() {
    if (!this.#open) return;
    history.replaceState(history.state, "", this.parts.room.url);
    this.#hide();
  }

  /**
   * A reply that the room shows too was not to be sent after all: its text is in its thread again.
   *
   * @param {Protocol.Post} frame
   */
  #takeBack(frame) {
    const { thread } = frame;
    if (!thread || this.#open?.root === thread) return; // the composer there takes it
    const { room } = this.parts;
    loadParts().then(
      () => {
        this.open(thread);
        this.#open?.composer?.takeBack(frame);
      },
      () => noteDraft(room, { thread, text: frame.text, at: new Date().toISOString() }), // there when it is opened
    );
  }

  get #root() {
    return this.#open?.root ?? null;
  }

  /**
   * @param {Parts} loaded
   * @param {number} root
   * @param {{ at: number | null, page?: PageData.ThreadPage | null }} options
   */
  #show({ OpenThread: Thread }, root, { at, page = null }) {
    const { panes, status, signal } = this.parts;
    if (signal.aborted) return;
    this.#open?.close();
    const typed = page && typedBefore();
    byId("thread")?.remove(); // as the server wrote it, for browsers without scripts
    const open = new Thread(this.parts, root, new AbortController());
    this.#open = open;
    if (typed) open.composer?.takeTyped(typed);
    open.pane.close.addEventListener("click", (event) => {
      if (!isPlainClick(event)) return;
      event.preventDefault();
      this.close();
    });
    open.onMissing = () => {
      status.failed(gettext("This message does not exist or was deleted."));
      this.close();
    };
    byId("page")?.append(open.pane.element);
    panes.show("thread");
    open.start(at, page);
    if (!at) open.focus();
  }

  /** Back or Forward led here. */
  #followAddress() {
    const { room, panes } = this.parts;
    const address = roomAddress(location) ?? { path: room.url, thread: null, at: null };
    if (address.path !== room.url || address.thread === this.#root) return;
    const { thread, at } = address;
    if (thread !== null) return withParts((parts) => this.#show(parts, thread, { at }));
    this.#hide();
    if (panes.view === "thread") panes.show("room");
  }

  /** The focus goes back to the first message, where it is on the page. */
  #hide() {
    const open = this.#open;
    const hadFocus = open?.hasFocus ?? false;
    this.#open = null;
    open?.close();
    if (open && hadFocus) this.parts.timeline.find(open.root)?.focus({ preventScroll: true });
  }

  #roomClosed() {
    this.#open?.close();
    this.#open = null;
    if (this.parts.panes.view === "thread") this.parts.panes.show("room");
  }
}

/** What was typed into the pane that the server wrote. */
const typedBefore = () => find(document, "#thread textarea", HTMLTextAreaElement)?.value;
