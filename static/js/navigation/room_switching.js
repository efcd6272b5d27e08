// Another room on the same page: opened by one frame over the socket that is there, and drawn here. The address is that
// of the room's own page, which a reload, or a browser without scripts, gets from the server.

import { closest } from "../dom.js";
import { Subscription } from "../log/subscription.js";
import { messageAddress, threadAddress } from "../message/message_address.js";
import { withParts } from "../on_demand/loader.js";
import { urlOf } from "../sidebar/room_names.js";
import { isOwnSite, isPlainClick, roomAddress } from "./links.js";

/** @import { Parts } from "../on_demand/loader.js" */
/** @import { OpenRoom, PageParts } from "../room/room.js" */
/** @import { WatchedRoom } from "../watch/watched_room.js" */
/** @import { WatchedRooms } from "../watch/watched_rooms.js" */
/** @import { RoomAddress } from "./links.js" */
/** @import { Place } from "./message_navigation.js" */

const PLACES = 100; // entries of the history whose place is kept

/**
 * What shows a room, or why it cannot be shown.
 *
 * @typedef {object} RoomScreen
 * @property {(opened: Opened) => OpenRoom | null} show  null: the answer cannot be shown here
 * @property {(address: RoomAddress, id: string, code: Protocol.ErrorCode) => void} refuse
 *
 * @typedef {object} Opened
 * @property {Protocol.Joined} joined
 * @property {RoomAddress} address
 * @property {Subscription} subscription
 * @property {AbortController} closing
 *
 * @typedef {object} Pending
 * @property {string} path
 * @property {AbortController} closing
 * @property {Subscription} [subscription]  once the page can show it
 */

export class RoomSwitching {
  /** @type {Pending | null} */
  #pending = null; // the room that is being opened
  /** @type {Map<string, string>} */
  #ids = new Map(); // by path: rooms that were in the list at some time
  /** @type {Map<number, Place>} */
  #places = new Map(); // by the number of the entry of the history: where the reader was
  /** @type {RoomScreen | null} */
  #screen = null; // until it is loaded

  /**
   * @param {object} parts
   * @param {PageParts} parts.page
   * @param {WatchedRooms} parts.watched
   * @param {(loaded: Parts) => RoomScreen} parts.createScreen
   * @param {OpenRoom} parts.open  the room that the page came with
   */
  constructor({ page, watched, createScreen, open }) {
    this.page = page;
    this.#noteIds(watched.all);
    watched.on("changed", (ids) => this.#noteIds(ids.flatMap((id) => watched.get(id) ?? [])));
    this.createScreen = createScreen;
    /** @type {OpenRoom | null} */
    this.open = open; // null where a room was refused
    this.path = open.room.url; // of the panel that shows
    document.addEventListener("click", (event) => this.#click(event));
    addEventListener("popstate", () => this.#onPopState());
  }

  /** @param {WatchedRoom[]} rooms */
  #noteIds(rooms) {
    for (const room of rooms) this.#ids.set(urlOf(room), room.id);
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const link = closest(event.target, "a[href]", HTMLAnchorElement);
    if (!link || !isPlainClick(event) || !isOwnSite(link) || !this.goTo(link.href)) return;
    event.preventDefault();
    link.closest("dialog")?.close();
  }

  /**
   * Goes to the room, or to the message in it, that an address leads to. False where that takes another page.
   *
   * @param {string} href
   */
  goTo(href) {
    const address = roomAddress(new URL(href, location.href));
    if (!address) return false;
    if (address.path === this.path && this.open) this.#stay(this.open, address);
    else if (this.page.connection.online) this.#request(address, () => this.#push(href, address));
    else return false;
    return true;
  }

  /**
   * @param {OpenRoom} open
   * @param {RoomAddress} address
   */
  #stay(open, { thread, at }) {
    this.#cancel();
    if (thread) open.threads.open(thread, { at });
    else if (at) open.navigation.follow(at);
    else if (!open.threads.close()) this.page.panes.showRoom();
  }

  /**
   * @param {string} href
   * @param {RoomAddress} address
   */
  #push(href, { thread }) {
    this.open?.navigation.savePosition();
    const step = (history.state?.step ?? 0) + 1;
    for (const later of this.#places.keys()) if (later >= step) this.#places.delete(later);
    history.pushState({ step, view: thread ? "thread" : "room" }, "", href);
  }

  /** Back or Forward led to an entry of the history. */
  #onPopState() {
    // A fragment that names no message is a place on the page of the room, such as where the first Tab skips to.
    const address =
      roomAddress(location) ?? roomAddress(new URL(location.pathname + location.search, location.origin));
    if (address?.path === this.path) return this.#cancel();
    if (!address) return location.reload();
    if (this.open) this.#keepPlace(this.open.navigation.step, this.open.navigation.place());
    this.#request(address, () => this.#restorePlace());
  }

  /**
   * @param {number} step
   * @param {Place} place
   */
  #keepPlace(step, place) {
    this.#places.delete(step);
    this.#places.set(step, place);
    const [oldest] = this.#places.keys();
    if (this.#places.size > PLACES && oldest !== undefined) this.#places.delete(oldest);
  }

  /** What is known of the entry's place since it was left goes where a reload would find it. */
  #restorePlace() {
    const place = this.#places.get(history.state?.step ?? 0);
    if (place) history.replaceState({ ...history.state, ...place }, "");
  }

  /**
   * Asks for a room. The one on show stays until there is an answer.
   *
   * @param {RoomAddress} address
   * @param {() => void} onAnswer  called before the room is shown
   */
  #request(address, onAnswer) {
    this.#cancel();
    const closing = new AbortController();
    this.#pending = { path: address.path, closing };
    withParts((parts) => {
      this.#screen ??= this.createScreen(parts);
      if (!closing.signal.aborted) this.#join(address, closing, onAnswer);
    });
  }

  /**
   * @param {RoomAddress} address
   * @param {AbortController} closing
   * @param {() => void} onAnswer
   */
  #join(address, closing, onAnswer) {
    const { connection } = this.page;
    const asking = new AbortController(); // until there is an answer; later joins are the open room's
    const known = this.#ids.get(address.path);
    const room = known ?? address.slug; // most rooms have kept their first address, which is their id
    const subscription = new Subscription(connection, room, {}, closing.signal);
    this.#pending = { path: address.path, closing, subscription };
    const answered = () => {
      asking.abort();
      this.#pending = null;
      onAnswer();
    };
    subscription.on(
      "joined",
      (joined) => {
        if (!isOf(joined, address)) return this.#load(address);
        answered();
        this.#show({ joined, address, subscription, closing });
      },
      asking.signal,
    );
    subscription.on(
      "refused",
      (code) => {
        if (known === undefined) return this.#load(address); // the server knows whether it is there
        answered();
        this.#refuse(address, room, code);
      },
      asking.signal,
    );
    connection.on("online", () => subscription.join(), asking.signal);
    closing.signal.addEventListener("abort", () => asking.abort(), { once: true });
    subscription.join();
  }

  /** @param {Opened} opened */
  #show(opened) {
    this.#close();
    this.open = this.#screen?.show(opened) ?? null;
    this.path = opened.address.path;
  }

  /**
   * @param {RoomAddress} address
   * @param {string} room
   * @param {Protocol.ErrorCode} code
   */
  #refuse(address, room, code) {
    this.#close();
    this.#screen?.refuse(address, room, code);
    this.path = address.path;
  }

  #close() {
    this.open?.close();
    if (this.open && !this.open.subscription.ended) this.open.subscription.leave();
    this.open = null;
  }

  /** What was asked for is not wanted any more. */
  #cancel() {
    const pending = this.#pending;
    this.#pending = null;
    pending?.closing.abort();
    pending?.subscription?.leave();
  }

  /**
   * Leaves it to the server.
   *
   * @param {RoomAddress} address
   */
  #load({ path, thread, at }) {
    this.#cancel();
    if (at) location.assign(messageAddress(path, { seq: at, thread }));
    else location.assign(thread ? threadAddress(path, thread) : path);
  }
}

/**
 * Is this the room that the address names? Not one that was called so once, or a kind that the address has no place for.
 *
 * @param {Protocol.Joined} joined
 * @param {RoomAddress} address
 */
function isOf({ room, info }, { path }) {
  return info !== undefined && urlOf({ kind: info.kind, slug: info.slug ?? "", id: room }) === path;
}
