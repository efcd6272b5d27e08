// The room on show: its parts are made and connected here.

import { composerWithFiles } from "../composer/composer_with_files.js";
import { MentionPeople } from "../composer/mention_people.js";
import { SlowMode } from "../composer/slow_mode.js";
import { TypingIndicator } from "../composer/typing_indicator.js";
import { byId, find, required } from "../dom.js";
import { gettext } from "../i18n.js";
import { RoomLog } from "../log/room_log.js";
import { Subscription } from "../log/subscription.js";
import { DetailsPane } from "../members/details_pane.js";
import { assignHues } from "../members/hue.js";
import { Presence } from "../members/presence.js";
import { forgetNames } from "../members/shared_names.js";
import { MessageActions } from "../message/message_actions.js";
import { MessageCommands } from "../message/message_commands.js";
import { enableMessageControls } from "../message/message_controls.js";
import { ModerationDialogs } from "../moderation/moderation_dialogs.js";
import { ModerationRequests } from "../moderation/moderation_requests.js";
import { Undo } from "../moderation/undo.js";
import { enableDayButton } from "../navigation/day_button.js";
import { MessageNavigation } from "../navigation/message_navigation.js";
import { RoomThreads } from "../thread/room_threads.js";
import { HistoryLoader } from "../timeline/history_loader.js";
import { QuoteLoader } from "../timeline/quote_loader.js";
import { Scroller } from "../timeline/scroller.js";
import { Timeline } from "../timeline/timeline.js";
import { ReadTracker } from "../unread/read_tracker.js";
import { csrfToken } from "./csrf.js";
import { handleLeaving } from "./left_room.js";
import { PinnedMessages } from "./pinned_messages.js";
import { followChanges } from "./room_changes.js";
import { followRoom, joinByPosting } from "./room_events.js";

/** @import { Connection } from "../connection/connection.js" */
/** @import { Uploads } from "../files/uploads.js" */
/** @import { Panes } from "../navigation/panes.js" */
/** @import { KeptMessages } from "../kept/kept_messages.js" */
/** @import { Outbox } from "../outbox/outbox.js" */
/** @import { Sidebar } from "../sidebar/sidebar.js" */
/** @import { Status } from "../status/status.js" */
/** @import { WatchedRooms } from "../watch/watched_rooms.js" */

/**
 * @typedef {object} PageParts  what every page has
 * @property {Protocol.User} me
 * @property {Connection} connection
 * @property {Outbox} outbox
 * @property {Uploads} uploads
 * @property {WatchedRooms} watched
 * @property {Sidebar} sidebar
 * @property {Status} status
 * @property {Panes} panes
 * @property {KeptMessages} kept
 */

/**
 * `subscription`: of a room that was opened over the socket; without it the page came with the room.
 *
 * @typedef {object} Opening
 * @property {PageData.Room} room
 * @property {Protocol.RoomEvent[]} events
 * @property {Subscription} [subscription]
 * @property {AbortController} closing  ends everything that listens for this room
 */

export class OpenRoom {
  #closing;

  /**
   * @param {PageParts} page
   * @param {Opening} opening
   */
  constructor(page, { room, events, subscription, closing }) {
    const { me, connection, outbox, status } = page;
    const { signal } = closing;
    this.#closing = closing;
    this.room = room;
    this.outbox = outbox;
    this.element = required(document, "#log", HTMLElement);
    this.details = required(document, "#details", HTMLElement);
    forgetNames();
    assignHues([me.username, ...events.map(({ author }) => author.username).sort()]);
    this.log = new RoomLog();
    const position = { since: room.head, epoch: room.epoch };
    this.subscription = subscription ?? new Subscription(connection, room.id, position, signal);
    this.scroller = new Scroller(required(document, "#timeline", HTMLElement), this.log);
    const own = { room, signal, log: this.log, subscription: this.subscription, scroller: this.scroller };
    const shared = { ...page, ...own };
    this.timeline = new Timeline({ ...shared, element: this.element, intro: introElement() });
    const withTimeline = { ...shared, timeline: this.timeline };
    this.historyLoader = new HistoryLoader(withTimeline);
    const withHistory = { ...withTimeline, historyLoader: this.historyLoader };
    this.readTracker = new ReadTracker({ ...withHistory, pills: pillElements() });
    new QuoteLoader(withTimeline);
    this.actions = new MessageActions(shared);
    this.slowMode = new SlowMode(room, this.log, me);
    this.people = new MentionPeople({ connection, room, log: this.log, me, signal });
    this.composer = this.#createComposer(page, signal);
    const pins = { button: required(document, "#show-pins", HTMLElement), actions: this.actions };
    new PinnedMessages({ ...shared, ...pins });
    const { dialogs, detailsPane } = this.#createMembers(page, signal);
    this.detailsPane = detailsPane;
    followRoom({ ...withTimeline, readTracker: this.readTracker });
    handleLeaving({ ...shared, composer: this.composer });
    followChanges({ ...withTimeline, composer: this.composer, slowMode: this.slowMode });
    joinByPosting(shared);
    const onMissing = () => status.failed(gettext("This message does not exist or was deleted."));
    this.navigation = new MessageNavigation({ ...withHistory, element: this.element, onMissing });
    const { actions, slowMode, people, navigation, element } = this;
    const forThreads = { actions, slowMode, people, dialogs, navigation, element };
    this.threads = new RoomThreads({ ...withTimeline, ...forThreads });
    const { historyLoader, readTracker } = this;
    const button = required(document, "#go-to-day", HTMLElement);
    enableDayButton({ button, room, navigation, historyLoader, readTracker, status });
    this.#start(events, subscription !== undefined);
  }

  /** Ends everything that listens for the room; what was read is still sent. */
  close() {
    this.#closing.abort();
  }

  /**
   * @param {PageParts} page
   * @param {AbortSignal} signal
   */
  #createComposer({ connection, outbox, uploads, watched, me }, signal) {
    const form = find(document, "#composer", HTMLFormElement);
    const textarea = form && required(form, "textarea", HTMLTextAreaElement);
    const element = byId("typing-users");
    new TypingIndicator({ textarea, element, connection, room: this.room, thread: null, me, signal });
    const onPost = () => {
      this.readTracker.release();
      this.timeline.drawNow();
      this.historyLoader.toLatest();
    };
    const { actions, room, slowMode, people } = this;
    const onDraft = (/** @type {boolean} */ isThere) => watched.setDraft(room.id, null, isThere);
    const parts = {
      outbox,
      connection,
      actions,
      me,
      room,
      people,
      watched,
      slowMode,
      onPost,
      onDraft,
      signal,
    };
    const sheet = required(document, ".panel__body", HTMLElement);
    return form && composerWithFiles({ ...parts, form }, uploads, sheet);
  }

  /**
   * What is done with messages and members, and the pane of details.
   *
   * @param {PageParts} page
   * @param {AbortSignal} signal
   */
  #createMembers({ connection, outbox, me, status, kept, sidebar }, signal) {
    const { room, element, details } = this;
    const requests = new ModerationRequests(room, csrfToken());
    const undo = new Undo({ room, requests, status, outbox, signal });
    const dialogs = new ModerationDialogs(room, requests, undo);
    const { actions, readTracker } = this;
    const commands = new MessageCommands({ actions, dialogs, status, readTracker, kept, sidebar });
    enableMessageControls({ scroller: this.scroller.element, element, commands, outbox, signal });
    const button = required(document, "#show-online", HTMLElement);
    const presence = new Presence({ button, details, connection, room, me, signal });
    const onBadges = () => this.timeline.draw();
    return {
      dialogs,
      detailsPane: new DetailsPane({
        ...{ element: details, room, presence, requests, dialogs, onBadges },
        ...{ status, connection, signal },
      }),
    };
  }

  /**
   * Takes the events that the room came with; then goes where the address points, or where the unread begins.
   *
   * @param {Protocol.RoomEvent[]} events
   * @param {boolean} isSwitch  another room was on this page before
   */
  async #start(events, isSwitch) {
    const { room, log, timeline, composer } = this;
    log.reset(events, room.head);
    this.outbox.seen(events);
    forgetAddressedPage();
    timeline.drawNow();
    const opened = this.navigation.open(room.at);
    if (this.threads.start()) return this.#startReading(opened);
    if (isSwitch ? !this.navigation.restoreFocus() : !opened && !location.hash) composer?.focus();
    await this.#startReading(opened);
  }

  /** @param {boolean} opened  the page went to where the address points */
  async #startReading(opened) {
    if (!opened && this.room.firstUnread) await this.readTracker.toFirstUnread();
    this.readTracker.start();
    this.historyLoader.preload();
  }
}

/** A reload is to open the room, and not that page of it again. */
function forgetAddressedPage() {
  const address = new URL(location.href);
  for (const name of ["at", "before", "after"]) address.searchParams.delete(name);
  history.replaceState(history.state, "", address);
}

/** What stands above a room's first message. */
function introElement() {
  const template = required(document, "#room-intro", HTMLTemplateElement);
  return required(template.content, ".room-intro", HTMLElement);
}

function pillElements() {
  const top = required(document, "#unread-pill", HTMLElement);
  return { top, bottom: required(document, "#jump-to-latest", HTMLElement) };
}
