// The room on show is what its log says: its title, its topic, and who may write in it.

import { find } from "../dom.js";
import { gettext } from "../i18n.js";
import { isRoomChange } from "../log/kinds/room.js";
import { isMessage } from "../log/kinds.js";
import { CLOSED } from "./left_room.js";

/** @import { Composer } from "../composer/composer.js" */
/** @import { SlowMode } from "../composer/slow_mode.js" */
/** @import { Subscription } from "../log/subscription.js" */
/** @import { Timeline } from "../timeline/timeline.js" */

const ARCHIVED = gettext("This room is archived. You can read it, but nothing can be changed.");
const MODERATORS_POST = gettext("Only moderators can post in this room.");

/**
 * @param {object} parts
 * @param {Subscription} parts.subscription
 * @param {PageData.Room} parts.room
 * @param {Composer | null} parts.composer
 * @param {SlowMode} parts.slowMode
 * @param {Timeline} parts.timeline
 * @param {Protocol.User} parts.me
 * @param {AbortSignal} parts.signal  aborted when the room is closed
 */
export function followChanges({ subscription, room, composer, slowMode, timeline, me, signal }) {
  const show = () => {
    showNames(room);
    if (!composer && !room.archived) return location.reload(); // the page was made without one
    showAccess(room, composer);
    slowMode.look();
    timeline.draw();
  };
  const onEvents = (/** @type {Protocol.RoomEvent[]} */ events) => {
    const changes = events.filter(isRoomChange);
    for (const change of changes) apply(room, change);
    if (changes.length) show();
    else if (events.some((event) => isMessage(event) && event.author.id === me.id)) slowMode.look();
  };
  const onError = (/** @type {Protocol.ErrorFrame} */ { room: refused, code, retry_after: wait }) => {
    if (refused === room.id && code === "rate_limited" && wait) slowMode.refused(wait);
  };
  subscription.on("events", onEvents, signal);
  subscription.connection.on("error", onError, signal);
  signal.addEventListener("abort", () => slowMode.stop(), { once: true });
  showAccess(room, composer);
  slowMode.look();
}

/**
 * A composer beside the room's own is open while that is.
 *
 * @param {object} parts
 * @param {Subscription} parts.subscription
 * @param {PageData.Room} parts.room
 * @param {Composer} parts.composer
 * @param {AbortSignal} parts.signal
 */
export function followAccess({ subscription, room, composer, signal }) {
  const show = () => (room.left ? composer.close(CLOSED) : showAccess(room, composer));
  subscription.on("events", (events) => events.some(isRoomChange) && show(), signal);
  subscription.on("left", show, signal);
  subscription.on("refused", show, signal);
  show();
}

/**
 * @param {PageData.Room} room
 * @param {Protocol.RoomChange} change
 */
function apply(room, { title, topic, archived, policy }) {
  room.title = title ?? room.title;
  room.topic = topic ?? room.topic;
  room.archived = archived ?? room.archived;
  room.policy = policy ?? room.policy;
}

/** @param {PageData.Room} room */
function showNames({ slug, title, topic }) {
  const heading = find(document, ".page-header h1", HTMLElement);
  if (heading) heading.textContent = title || slug;
  const shown = find(document, ".page-header__topic", HTMLElement);
  if (shown) shown.textContent = topic || gettext("No topic yet");
  const detail = find(document, "#details .details__text", HTMLElement);
  if (detail) detail.textContent = topic || gettext("No topic yet.");
}

/**
 * @param {PageData.Room} room
 * @param {Composer | null} composer
 */
function showAccess(room, composer) {
  if (room.left) return;
  if (room.archived) composer?.close(ARCHIVED);
  else if (room.policy.post === "moderators" && !room.moderates) composer?.close(MODERATORS_POST);
  else composer?.reopen();
}
