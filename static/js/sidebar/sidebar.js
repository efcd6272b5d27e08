// The sidebar: my rooms and conversations, with what is unread in each, as they are at this moment.

import { tabStorage } from "../browser/storage.js";
import { closest, find, findAll, h, required } from "../dom.js";
import { gettext } from "../i18n.js";
import { withThreads } from "../watch/room_counts.js";
import { drawLink, signatureOf } from "./room_link.js";
import { inOrder } from "./room_order.js";
import { UnreadTotal } from "./unread_total.js";

/** @import { PeopleStates } from "../watch/people_states.js" */
/** @import { WatchedRoom } from "../watch/watched_room.js" */
/** @import { WatchedRooms } from "../watch/watched_rooms.js" */
/** @import { Line } from "./room_link.js" */

/** @typedef {{ link: HTMLElement, item: HTMLElement, signature: string }} Drawn */

const HIDDEN_INTERVAL = 250; // ms: tabs that are not seen have no animation frames
const SCROLL_KEY = "wick:sidebar"; // px that the list is scrolled, in the storage of this tab

export class Sidebar {
  /** @type {Map<string, Drawn>} */
  #drawn = new Map(); // by room
  /** @type {string | null} */
  #current; // the room on show
  /** @type {{ unread: number, forMe: number } | null} */
  #onShow = null; // what is unread there, as the page knows better than the server: it has been on the screen
  #scheduled = false;

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.roomList
   * @param {HTMLElement} parts.peopleList
   * @param {WatchedRooms} parts.watched
   * @param {PeopleStates} parts.people
   * @param {string | null} parts.current  the room that the page came with
   */
  constructor({ roomList, peopleList, watched, people, current }) {
    this.roomList = roomList;
    this.peopleList = peopleList;
    this.watched = watched;
    this.people = people;
    this.#current = current;
    this.total = new UnreadTotal();
    const scroller = required(document, ".sidebar__scroll", HTMLElement);
    for (const link of findAll(scroller, "[data-room]", HTMLElement)) {
      const item = closest(link, "li", HTMLElement);
      const room = watched.get(link.dataset.room ?? "");
      if (item && room) this.#drawn.set(room.id, { link, item, signature: signatureOf(this.#line(room)) });
    }
    keepScrollPosition(scroller);
    watched.on("changed", () => this.#drawSoon());
    people.on("changed", () => this.#drawSoon());
    this.#draw();
  }

  /**
   * Another room is on show.
   *
   * @param {string} room  its id
   * @param {string} title  of the page, without what is unread
   */
  show(room, title) {
    this.#current = room;
    this.#onShow = null;
    this.#draw();
    this.#drawn.get(room)?.link.scrollIntoView({ block: "nearest" });
    this.total.setTitle(title);
  }

  /**
   * The page counts what is unread in the room on show; without a count the server's stands.
   *
   * @param {string} room
   * @param {number} unread
   * @param {number} forMe
   */
  setUnread(room, unread, forMe) {
    if (room !== this.#current) return;
    this.#onShow = { unread, forMe };
    this.#drawSoon();
  }

  /** The rooms in the order of the list. */
  get rooms() {
    const { all } = this.watched;
    return [...inOrder(all.filter((room) => !isDirect(room))), ...inOrder(all.filter(isDirect))];
  }

  /** The links in order, or only those of rooms with something unread. */
  links(unreadOnly = false) {
    const shown = this.rooms.filter(({ id }) => !unreadOnly || this.unreadOf(id));
    return shown.flatMap(({ id }) => this.#drawn.get(id)?.link ?? []);
  }

  /**
   * What the list shows as unread of a room: of some rooms only what is for me.
   *
   * @param {string} id
   */
  unreadOf(id) {
    const room = this.watched.get(id);
    if (!room) return 0;
    const { unread, forMe } = this.#counts(room);
    return room.level === "all" ? unread : forMe;
  }

  /** Before the next frame of the screen. */
  #drawSoon() {
    if (this.#scheduled) return;
    this.#scheduled = true;
    const drawOnce = () => this.#scheduled && this.#draw();
    requestAnimationFrame(drawOnce);
    setTimeout(drawOnce, HIDDEN_INTERVAL);
  }

  #draw() {
    this.#scheduled = false;
    const { rooms } = this;
    const focused = document.activeElement;
    const known = new Set(rooms.map(({ id }) => id));
    for (const [id, { item }] of this.#drawn) {
      if (known.has(id)) continue;
      item.remove();
      this.#drawn.delete(id);
    }
    for (const room of rooms) this.#drawRoom(room);
    const others = rooms.filter((room) => !isDirect(room));
    this.#arrange(this.roomList, others);
    this.#arrange(this.peopleList, rooms.filter(isDirect));
    showEmpty(this.roomList);
    keepFocus(focused);
    const forMe = rooms.reduce((sum, room) => sum + this.#counts(room).forMe, 0);
    this.total.show({ forMe, others: rooms.some(({ id }) => this.unreadOf(id) > 0) });
  }

  /** @param {WatchedRoom} room */
  #drawRoom(room) {
    const line = this.#line(room);
    const signature = signatureOf(line);
    const drawn = this.#drawn.get(room.id) ?? newItem();
    if (drawn.signature !== signature) drawLink(drawn.link, line);
    this.#drawn.set(room.id, { ...drawn, signature });
  }

  /**
   * @param {WatchedRoom} room
   * @returns {Line}
   */
  #line(room) {
    const [person] = room.people;
    const state = person && room.people.length === 1 ? this.people.of(person.id) : "gone";
    return { room, ...this.#counts(room), state, isCurrent: room.id === this.#current };
  }

  /** @param {WatchedRoom} room */
  #counts({ id, counts }) {
    return withThreads(counts, (id === this.#current && this.#onShow) || counts);
  }

  /**
   * Puts the items of a list in order, and moves none that is in its place.
   *
   * @param {HTMLElement} list
   * @param {WatchedRoom[]} rooms
   */
  #arrange(list, rooms) {
    let next = list.firstElementChild;
    for (const { id } of rooms) {
      const item = this.#drawn.get(id)?.item;
      if (!item) continue;
      if (item === next) next = item.nextElementSibling;
      else list.insertBefore(item, next);
    }
  }
}

/** @param {WatchedRoom} room */
const isDirect = ({ kind }) => kind === "direct";

/** @returns {Drawn} */
function newItem() {
  const link = h("a");
  return { link, item: h("li", {}, link), signature: "" };
}

/**
 * An element that was moved has lost the focus.
 *
 * @param {Element | null} focused
 */
function keepFocus(focused) {
  if (!(focused instanceof HTMLElement) || !focused.isConnected) return;
  if (focused !== document.activeElement) focused.focus({ preventScroll: true });
}

/**
 * The list is scrolled as on the page before, with the current room in sight.
 *
 * @param {HTMLElement} scroller
 */
function keepScrollPosition(scroller) {
  scroller.scrollTop = Number(tabStorage.get(SCROLL_KEY) ?? 0);
  addEventListener("pagehide", () => tabStorage.set(SCROLL_KEY, String(scroller.scrollTop)));
  scroller.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
}

/** @param {HTMLElement} list */
function showEmpty(list) {
  const note = find(document, ".room-list__empty", HTMLElement);
  const isEmpty = !list.children.length;
  if (!isEmpty) note?.remove();
  if (!isEmpty || note) return;
  list.after(h("p", { class: "room-list__empty" }, gettext("You have not joined any rooms yet.")));
}
