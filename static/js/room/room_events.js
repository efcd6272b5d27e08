// What comes in for the room on show, and where it goes: the log, the outbox, the read tracker, the timeline.

import { isMessage } from "../log/kinds.js";

/** @import { RoomLog } from "../log/room_log.js" */
/** @import { Subscription } from "../log/subscription.js" */
/** @import { Outbox } from "../outbox/outbox.js" */
/** @import { Sidebar } from "../sidebar/sidebar.js" */
/** @import { Status } from "../status/status.js" */
/** @import { Timeline } from "../timeline/timeline.js" */
/** @import { ReadTracker } from "../unread/read_tracker.js" */

/**
 * @param {object} parts
 * @param {Subscription} parts.subscription
 * @param {RoomLog} parts.log
 * @param {Timeline} parts.timeline
 * @param {ReadTracker} parts.readTracker
 * @param {Outbox} parts.outbox
 * @param {Status} parts.status
 * @param {Sidebar} parts.sidebar
 * @param {Protocol.User} parts.me
 * @param {AbortSignal} parts.signal
 */
export function followRoom(parts) {
  const { subscription, log, timeline, readTracker, outbox, status, sidebar, me, signal } = parts;
  subscription.connection.on("online", () => subscription.join(), signal);
  const onEvents = (/** @type {Protocol.RoomEvent[]} */ events) => {
    log.takeNew(events);
    outbox.seen(events);
    status.received(events.filter((event) => isMessage(event) && event.author.id !== me.id).length);
    readTracker.received(events);
    timeline.draw();
  };
  const onReset = (/** @type {Protocol.RoomEvent[]} */ events) => {
    log.clear();
    log.reset(events, subscription.head);
    outbox.seen(events);
    timeline.draw();
  };
  subscription.on("events", onEvents, signal);
  subscription.on("reset", onReset, signal);
  readTracker.onUnread = (all, forMe) => sidebar.setUnread(subscription.room, all, forMe);
}

/**
 * Who posts in a room becomes its member: the server sees to it, and the page shows it.
 *
 * @param {object} parts
 * @param {Subscription} parts.subscription
 * @param {PageData.Room} parts.room
 * @param {Protocol.User} parts.me
 * @param {AbortSignal} parts.signal
 */
export function joinByPosting({ subscription, room, me, signal }) {
  const onEvents = (/** @type {Protocol.RoomEvent[]} */ events) => {
    if (room.role || !events.some((event) => isMessage(event) && event.author.id === me.id)) return;
    room.role = "member";
    document.querySelector(".join-prompt")?.remove();
  };
  subscription.on("events", onEvents, signal);
}
