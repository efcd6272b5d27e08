// My rooms, with what is unread in each: asked for by one `watch`, and kept current by the frames that follow it. Only
// the room on show is joined (docs/protocol.md, "All of your rooms").

import { Emitter } from "../emitter.js";
import { isShownMessage } from "../log/kinds.js";
import { uuid } from "../uuid.js";
import { afterChanges, changeOf, changesOf, MOST, stated } from "./room_counts.js";
import { WatchRequests } from "./watch_requests.js";
import { fieldsOf, roomOf } from "./watched_room.js";

/** @import { Connection } from "../connection/connection.js" */
/** @import { WatchedRoom } from "./watched_room.js" */

/**
 * "changed": the ids of rooms that came, went, or have changed.
 *
 * @typedef {{ changed: [string[]] }} WatchEvents
 */

/** @extends {Emitter<WatchEvents>} */
export class WatchedRooms extends Emitter {
  /** @type {Map<string, WatchedRoom>} */
  #rooms = new Map();
  /** @type {Set<string>} */
  #followed = new Set(); // rooms that are joined: their events are counted
  #complete = false; // a whole list has come from the server
  #watch = { id: "", whole: false }; // the one that is being answered; `whole`: it replaces the list
  /** @type {Set<string>} */
  #listed = new Set(); // rooms of the answer so far

  /**
   * @param {object} parts
   * @param {Connection} parts.connection
   * @param {PageData.OwnRoom[]} parts.rooms  as the page came with them
   * @param {Protocol.User} parts.me
   */
  constructor({ connection, rooms, me }) {
    super();
    this.connection = connection;
    this.me = me;
    for (const room of rooms) this.#rooms.set(room.room, roomOf(room));
    this.requests = new WatchRequests(connection, () => this.#start());
    connection.on("online", () => queueMicrotask(() => this.#start())); // after the join of the room on show
    connection.on("offline", () => this.#followed.clear());
    connection.on("rooms", (frame) => this.#takeRooms(frame));
    connection.on("room", (frame) => this.#takeRoom(frame));
    connection.on("counts", (frame) => this.#takeCounts(frame));
    connection.on("activity", (frame) => this.#takeActivity(frame));
    connection.on("joined", (frame) => this.#takeJoined(frame));
    connection.on("event", (frame) => this.#takeEvent(frame));
    connection.on("left", ({ room }) => this.#followed.delete(room));
    connection.on("draft", ({ room, thread, text }) => this.setDraft(room, thread, text !== ""));
  }

  /** All of them, in no order. */
  get all() {
    return [...this.#rooms.values()];
  }

  /** @param {string} id */
  get(id) {
    return this.#rooms.get(id) ?? null;
  }

  /** @param {string} id */
  has(id) {
    return this.#rooms.has(id);
  }

  /**
   * The threads of a room that I follow, with something unread or read there.
   *
   * @param {string} room
   */
  threads(room) {
    return this.#rooms.get(room)?.counts.threads ?? [];
  }

  /**
   * @param {string} room
   * @param {number} root  the first message of the thread
   */
  thread(room, root) {
    return this.threads(room).find(({ seq }) => seq === root) ?? null;
  }

  /**
   * Something is written in a room or a thread of it, or nothing any more.
   *
   * @param {string} id
   * @param {number | null} thread  its first message; null for the room itself
   * @param {boolean} isThere
   */
  setDraft(id, thread, isThere) {
    const room = this.#rooms.get(id);
    if (!room || room.drafts.includes(thread) === isThere) return;
    const others = room.drafts.filter((place) => place !== thread);
    room.drafts = isThere ? [...others, thread] : others;
    this.emit("changed", [id]);
  }

  #start() {
    const have = this.#complete ? this.#have() : null;
    this.#watch = { id: uuid(), whole: have === null };
    this.#listed.clear();
    this.requests.watch(this.#watch.id, have);
  }

  /** What is here of each room; null where that is more than a frame holds. */
  #have() {
    /** @type {NonNullable<Protocol.Watch["have"]>} */
    const have = {};
    for (const { id, counts, version } of this.#rooms.values()) {
      have[id] = [counts.position, counts.read, version];
    }
    return this.requests.fits(have) ? have : null;
  }

  /** @param {Protocol.Rooms} frame */
  #takeRooms({ id, rooms, more }) {
    if (id !== this.#watch.id) return;
    const changed = rooms.map(({ room }) => room);
    for (const room of rooms) {
      this.#listed.add(room.room);
      if ("head" in room) this.#takeObject(room);
      else this.#rooms.delete(room.room);
    }
    if (!more) {
      if (this.#watch.whole) changed.push(...this.#dropUnlisted());
      this.#complete = true;
    }
    this.emit("changed", changed);
  }

  #dropUnlisted() {
    const gone = [...this.#rooms.keys()].filter((id) => !this.#listed.has(id));
    for (const id of gone) this.#rooms.delete(id);
    return gone;
  }

  /**
   * Of a room that is followed more may have been received than its object knows of.
   *
   * @param {Protocol.RoomObject} object
   */
  #takeObject(object) {
    const before = this.#rooms.get(object.room);
    const counts = stated(object);
    const room = { ...roomOf(object), drafts: before?.drafts ?? [], counts };
    this.#rooms.set(room.id, room);
    if (!before || !this.#followed.has(room.id) || before.counts.position <= object.head) return;
    room.counts = before.counts;
    this.requests.counts(room.id);
  }

  /** @param {Protocol.RoomFrame} frame */
  #takeRoom(frame) {
    const { room: id } = frame;
    const room = this.#rooms.get(id);
    if (frame.role === null || ("archived" in frame && frame.archived)) this.#rooms.delete(id);
    else if ("head" in frame) this.#takeObject(/** @type {Protocol.RoomObject} */ (frame));
    else if (room) Object.assign(room, fieldsOf({ ...room, ...frame }));
    this.emit("changed", [id]);
  }

  /** @param {Protocol.CountsFrame} frame */
  #takeCounts(frame) {
    this.requests.answered(frame.room);
    const room = this.#rooms.get(frame.room);
    if (!room) return;
    room.counts = stated(frame);
    this.emit("changed", [room.id]);
  }

  /** @param {Protocol.Activity} frame */
  #takeActivity(frame) {
    const room = this.#rooms.get(frame.room);
    if (!room) return;
    if (frame.at) room.at = frame.at;
    if (frame.more) {
      room.counts = { ...room.counts, position: frame.head, unread: MOST };
      this.requests.countsLater(room.id);
    } else if (frame.after > room.counts.position) {
      this.requests.counts(room.id);
    } else {
      const { position, ...counts } = afterChanges(room.counts, changesOf(frame), this.#reader(room));
      room.counts = { ...counts, position: Math.max(position, frame.head) };
    }
    this.emit("changed", [room.id]);
  }

  /**
   * The last page of a join. Without counts, from a server that does not know this socket's list yet, they are as
   * before: what the page has not seen of the room comes with its object.
   *
   * @param {Protocol.Joined} frame
   */
  #takeJoined({ room: id, head, read, unread, for_me = 0, threads, more, drafts }) {
    const room = this.#rooms.get(id);
    if (more) return;
    this.#followed.add(id);
    if (!room) return;
    if (unread !== undefined) room.counts = stated({ head, read, unread, for_me, threads });
    if (drafts) room.drafts = drafts.map(({ thread }) => thread);
    this.emit("changed", [id]);
  }

  /** @param {Protocol.EventFrame} event */
  #takeEvent(event) {
    const room = this.#rooms.get(event.room);
    if (!room || event.seq <= room.counts.position) return;
    const change = changeOf(event);
    const isMissing = change === undefined || event.seq > room.counts.position + 1;
    if (isMissing && this.#complete) this.requests.counts(room.id);
    if (isShownMessage(event)) room.at = event.at;
    if (change) room.counts = afterChanges(room.counts, [change], this.#reader(room));
    room.counts = { ...room.counts, position: event.seq };
    if (change || isMissing) this.emit("changed", [room.id]);
  }

  /** @param {WatchedRoom} room */
  #reader({ kind }) {
    return { me: this.me.id, direct: kind === "direct" };
  }
}
