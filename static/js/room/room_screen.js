// Puts a room that was opened over the socket on the page: its panel, title, place in the list of rooms, and the focus.

import { byId, h, required } from "../dom.js";
import { gettext, interpolate } from "../i18n.js";
import { notePeople } from "../members/known_people.js";
import { noteNames } from "../message/mention_names.js";
import { csrfToken } from "./csrf.js";
import { rememberRoom } from "./last_room.js";
import { LEFT_TEXTS, reasonOf } from "./left_room.js";
import { OpenRoom } from "./room.js";
import { roomFacts } from "./room_facts.js";
import { refusedPanel, roomPanel } from "./room_panel.js";

/** @import { RoomAddress } from "../navigation/links.js" */
/** @import { Panes } from "../navigation/panes.js" */
/** @import { Opened } from "../navigation/room_switching.js" */
/** @import { PageElements } from "./room_panel.js" */
/** @import { PageParts } from "./room.js" */

export class RoomScreen {
  /**
   * @param {object} parts
   * @param {PageParts} parts.page
   * @param {PageData.Start} parts.data
   * @param {Panes} parts.panes
   * @param {string} parts.directoryUrl
   */
  constructor({ page, data, panes, directoryUrl }) {
    this.page = page;
    this.data = data;
    this.panes = panes;
    this.directoryUrl = directoryUrl;
    this.panel = required(document, "#page", HTMLElement);
    this.announcement = h("div", { class: "visually-hidden", role: "status" });
    document.body.append(this.announcement);
  }

  /**
   * @param {Opened} opened
   * @returns {OpenRoom | null}
   */
  show({ joined, address, subscription, closing }) {
    const { info, members = [], events } = joined;
    if (!info) return null;
    const { me, isStaff = false, staff = [] } = this.data;
    const room = roomFacts({ ...joined, info, members }, address, { isStaff, staff });
    const content = { room, topic: info.topic ?? "", members, empty: info.at === null, me };
    this.#replace(roomPanel(content, this.#elements()), room.id, room.label);
    noteNames(members);
    notePeople(members);
    rememberRoom(room.slug);
    const open = new OpenRoom(this.page, { room, events, subscription, closing });
    if (this.panes.detailsOpen && room.moderates) open.detailsPane.refresh();
    if (!this.panel.contains(document.activeElement)) this.panel.focus({ preventScroll: true });
    return open;
  }

  /**
   * @param {RoomAddress} address
   * @param {string} room
   * @param {Protocol.ErrorCode} code
   */
  refuse({ slug }, room, code) {
    const reason = reasonOf(code);
    this.#replace(refusedPanel(slug, LEFT_TEXTS[reason], this.#elements()), room, `#${slug}`);
    this.panel.focus({ preventScroll: true });
  }

  /**
   * @param {HTMLElement[]} panel
   * @param {string} id
   * @param {string} label
   */
  #replace(panel, id, label) {
    this.panel.replaceChildren(...panel);
    this.page.status.roomClosed();
    this.page.sidebar.show(id, `${label}, ${this.data.site}`);
    this.panes.roomChanged();
    this.announcement.textContent = interpolate(gettext("%(room)s is open"), { room: label });
    document
      .querySelector(".skip-link")
      ?.setAttribute("href", byId("message-text") ? "#message-text" : "#page");
  }

  /** @returns {PageElements} */
  #elements() {
    const { site } = this.data;
    const { directoryUrl } = this;
    const { detailsOpen } = this.panes;
    return { status: this.page.status.element, csrfToken: csrfToken(), detailsOpen, directoryUrl, site };
  }
}
