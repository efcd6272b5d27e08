// My rooms: what is unread in each, in the list and in the title of the page.

import { h } from "../dom.js";
import { capped } from "../words.js";

export class Sidebar {
  #places = new Map(); // room: {place, unread, forMe}

  constructor({ list, rooms, current }) {
    this.current = current;
    this.title = document.title;
    for (const place of list.querySelectorAll("[data-room]")) {
      const room = rooms.find(({ id }) => id === place.dataset.room);
      this.#places.set(place.dataset.room, { place, unread: room?.unread ?? 0, forMe: room?.forMe ?? 0 });
    }
    this.#draw();
  }

  /** More is unread in a room, or less, where something was taken back. */
  add(room, unread, forMe = 0) {
    const held = this.#places.get(room);
    if (held) this.#set(room, Math.max(0, held.unread + unread), held.forMe + forMe);
  }

  /** All of a room is read. */
  read(room) {
    this.#set(room, 0, 0);
  }

  /** I am in this room no longer. */
  remove(room) {
    this.#places.get(room)?.place.closest("li").remove();
    this.#places.delete(room);
    this.#draw();
  }

  /** The links in order, or only those of rooms with something unread. */
  links(unreadOnly = false) {
    return [...this.#places.values()].filter(({ unread }) => unread || !unreadOnly).map(({ place }) => place);
  }

  unreadOf(room) {
    return this.#places.get(room)?.unread ?? 0;
  }

  #set(room, unread, forMe) {
    const held = this.#places.get(room);
    if (!held) return;
    Object.assign(held, { unread, forMe: Math.min(forMe, unread) });
    this.#draw();
  }

  #draw() {
    let total = 0;
    for (const [room, { place, unread, forMe }] of this.#places) {
      const shown = room !== this.current || document.visibilityState !== "visible" ? unread : 0;
      total += unread;
      place.classList.toggle("place--unread", shown > 0);
      place.querySelector(".count")?.remove();
      if (shown) place.append(badge(shown, forMe));
    }
    document.title = total ? `(${capped(total)}) ${this.title}` : this.title;
  }
}

function badge(unread, forMe) {
  const words = h("span", { class: "visually-hidden" }, forMe ? "for you: " : "unread: ");
  return h("span", { class: forMe ? "count count--lamp" : "count" }, words, capped(forMe || unread));
}
