// The thread on show beside the room: its parts are made and connected here.

import { composerWithFiles } from "../composer/composer_with_files.js";
import { TypingIndicator } from "../composer/typing_indicator.js";
import { closest, required } from "../dom.js";
import { gettext, interpolate, ngettext } from "../i18n.js";
import { isMessage } from "../log/kinds.js";
import { MessageActions } from "../message/message_actions.js";
import { threadAddress } from "../message/message_address.js";
import { MessageCommands } from "../message/message_commands.js";
import { enableMessageControls } from "../message/message_controls.js";
import { showMessage } from "../navigation/message_navigation.js";
import { csrfToken } from "../room/csrf.js";
import { followAccess } from "../room/room_changes.js";
import { QuoteLoader } from "../timeline/quote_loader.js";
import { Scroller } from "../timeline/scroller.js";
import { Timeline } from "../timeline/timeline.js";
import { FollowButton } from "./follow_button.js";
import { ThreadHistory } from "./thread_history.js";
import { ThreadLog } from "./thread_log.js";
import { threadPane } from "./thread_pane.js";
import { ThreadReading } from "./thread_reading.js";

/** @import { SlowMode } from "../composer/slow_mode.js" */
/** @import { MentionPeople } from "../composer/mention_people.js" */
/** @import { RoomLog } from "../log/room_log.js" */
/** @import { Subscription } from "../log/subscription.js" */
/** @import { ModerationDialogs } from "../moderation/moderation_dialogs.js" */
/** @import { PageParts } from "../room/room.js" */

/**
 * What a thread shares with its room.
 *
 * @typedef {PageParts & {
 *   room: PageData.Room,
 *   log: RoomLog,
 *   subscription: Subscription,
 *   slowMode: SlowMode,
 *   people: MentionPeople,
 *   dialogs: ModerationDialogs,
 * }} RoomParts
 */

const MARGIN = 16; // px above the divider when the pane opens at it

export class OpenThread {
  onMissing = () => {}; // there is no such thread

  /**
   * @param {RoomParts} parts
   * @param {number} root  the seq of its first message
   * @param {AbortController} closing  ends everything that listens for the thread
   */
  constructor(parts, root, closing) {
    const { room, me, connection, outbox, uploads, subscription, watched } = parts;
    const { signal } = closing;
    this.parts = parts;
    this.root = root;
    this.closing = closing;
    this.pane = threadPane(room, threadAddress(room.url, root), csrfToken());
    this.log = new ThreadLog(root);
    const held = parts.log.message(root);
    if (held) this.log.take(held);
    this.scroller = new Scroller(this.pane.scroller, this.log);
    const own = {
      log: this.log,
      scroller: this.scroller,
      room,
      me,
      connection,
      outbox,
      uploads,
      subscription,
      signal,
    };
    this.timeline = new Timeline({ ...own, element: this.pane.list, intro: null, thread: root });
    const withTimeline = { ...own, root, timeline: this.timeline };
    new QuoteLoader(withTimeline);
    this.history = new ThreadHistory(withTimeline);
    const counts = watched.thread(room.id, root);
    this.reading = new ThreadReading({ ...withTimeline, counts });
    this.follow = new FollowButton({ ...withTimeline, button: this.pane.follow, status: parts.status });
    this.actions = new MessageActions({ ...own, inThread: true });
    this.composer = this.#createComposer(signal);
    this.#enableMessages(signal);
    this.#listen(signal);
  }

  /** @param {AbortSignal} signal */
  #createComposer(signal) {
    const { form } = this.pane;
    if (!form) return null;
    const { room, me, connection, outbox, subscription, slowMode, people, watched } = this.parts;
    const own = { room, me, connection, thread: this.root, signal };
    const textarea = required(form, "textarea", HTMLTextAreaElement);
    new TypingIndicator({ ...own, textarea, element: required(form, ".typing", HTMLElement) });
    const onPost = () => {
      this.timeline.drawNow();
      this.scroller.toEnd();
    };
    const parts = {
      ...own,
      form,
      outbox,
      actions: this.actions,
      people,
      watched,
      slowMode,
      onPost,
      onDraft: (/** @type {boolean} */ isThere) => watched.setDraft(room.id, this.root, isThere),
    };
    const composer = composerWithFiles(parts, this.parts.uploads, this.pane.element);
    followAccess({ subscription, room, composer, signal });
    return composer;
  }

  /** @param {AbortSignal} signal */
  #enableMessages(signal) {
    const { dialogs, status, outbox, kept, sidebar } = this.parts;
    const { list, scroller } = this.pane;
    const { actions } = this;
    const commands = new MessageCommands({ actions, dialogs, status, readTracker: null, kept, sidebar });
    enableMessageControls({ scroller, element: list, commands, outbox, signal });
    list.addEventListener("click", (event) => {
      const link = closest(event.target, "[data-message-link]", HTMLAnchorElement);
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.goTo(Number(link.dataset.messageLink));
    });
  }

  /** @param {AbortSignal} signal */
  #listen(signal) {
    const { room, me, subscription, watched, outbox } = this.parts;
    const onEvents = (/** @type {Protocol.RoomEvent[]} */ events) => {
      this.log.takeLive(events);
      this.reading.received(events);
      this.timeline.draw();
      if (
        events.some((event) => isMessage(event) && event.thread === this.root && event.author.id === me.id)
      ) {
        this.follow.set(true); // who answers, follows
      }
      this.#showCount();
    };
    subscription.on("events", onEvents, signal);
    this.history.onPage = (page) => {
      outbox.seen(page.events);
      this.follow.set(page.following);
      this.#showCount();
    };
    this.history.onMissing = () => this.onMissing();
    this.follow.onChange = (following) => {
      this.reading.following = following;
      this.reading.update();
    };
    watched.on(
      "changed",
      () => watched.thread(room.id, this.root) && !this.follow.following && this.follow.set(true),
      signal,
    );
  }

  #showCount() {
    const count = this.log.message(this.root)?.replies?.count ?? 0;
    const text = ngettext("%(count)s reply", "%(count)s replies", count);
    this.pane.count.textContent = count ? interpolate(text, { count }) : gettext("No replies yet");
  }

  /**
   * Shows what there is, and fetches the rest. Then goes to a reply, to the first unread one, or to the newest.
   *
   * @param {number | null} at
   * @param {PageData.ThreadPage | null} page  what the page came with
   */
  async start(at, page) {
    if (page) {
      this.log.takePage(page);
      this.history.onPage(page);
    }
    this.#showCount();
    this.timeline.drawNow();
    this.scroller.toEnd();
    if (!page) this.history.load();
    if (at) await this.goTo(at);
    else await this.#showUnread();
    this.reading.start();
    this.history.preload();
  }

  async #showUnread() {
    const { unreadAfter } = this.timeline;
    if (unreadAfter === null) return;
    await this.history.loadTo(unreadAfter);
    const divider = this.pane.list.querySelector(".unread-divider");
    if (divider instanceof HTMLElement && this.scroller.topOf(divider) < MARGIN) {
      this.scroller.scrollTo(divider, MARGIN);
    }
  }

  /**
   * Goes to a reply.
   *
   * @param {number} seq
   */
  async goTo(seq) {
    if (!this.timeline.find(seq)) await this.history.loadTo(seq);
    const message = this.timeline.find(seq);
    if (message) showMessage(message);
    else this.parts.status.failed(gettext("This message does not exist or was deleted."));
  }

  /** Where one writes takes the focus, or else the pane. */
  focus() {
    this.composer?.focus();
    if (!this.hasFocus) this.pane.scroller.focus({ preventScroll: true });
  }

  get hasFocus() {
    return this.pane.element.contains(document.activeElement);
  }

  close() {
    this.closing.abort();
    this.pane.element.remove();
  }
}
