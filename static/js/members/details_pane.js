// The details pane: fetched again when it opens and after each action of a moderator, which start here too.

import { closest, required } from "../dom.js";
import { withParts } from "../on_demand/loader.js";

/** @import { Connection } from "../connection/connection.js" */
/** @import { Status } from "../status/status.js" */
/** @import { ModerationDialogs } from "../moderation/moderation_dialogs.js" */
/** @import { ModerationRequests } from "../moderation/moderation_requests.js" */
/** @import { Presence } from "./presence.js" */

export class DetailsPane {
  /**
   * @param {object} parts
   * @param {HTMLElement} parts.element
   * @param {PageData.Room} parts.room
   * @param {Presence} parts.presence
   * @param {ModerationRequests} parts.requests
   * @param {ModerationDialogs} parts.dialogs
   * @param {() => void} parts.onBadges  the roles of members may have changed
   * @param {Status} parts.status
   * @param {Connection} parts.connection
   * @param {AbortSignal} parts.signal  aborted when the room is closed
   */
  constructor({ element, room, presence, requests, dialogs, onBadges, status, connection, signal }) {
    this.element = element;
    this.room = room;
    this.presence = presence;
    this.requests = requests;
    this.dialogs = dialogs;
    this.onBadges = onBadges;
    this.status = status;
    dialogs.onBan = () => this.refresh();
    element.addEventListener("click", (event) => this.#click(event));
    element.addEventListener("submit", (event) => {
      const form = closest(event.target, "[data-moderation]", HTMLFormElement);
      if (form) this.submit(event, form);
    });
    connection.on("online", () => !element.hidden && presence.isMissing && this.refresh(), signal);
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const leave = closest(event.target, "[data-leave]", HTMLAnchorElement);
    const ban = closest(event.target, "[data-ban]", HTMLAnchorElement);
    if (!leave && !ban) return;
    event.preventDefault();
    if (leave) withParts(({ openLeaveDialog }) => openLeaveDialog(leave));
    if (ban) this.dialogs.ban({ username: ban.dataset.ban ?? "", name: ban.dataset.name ?? "" });
  }

  /**
   * @param {SubmitEvent} event
   * @param {HTMLFormElement} form
   */
  async submit(event, form) {
    event.preventDefault();
    const problem = await this.requests.submit(form);
    if (problem) required(form, "button", HTMLButtonElement).textContent = problem;
    else this.refresh();
  }

  /** Asks the server for the pane as it is now; without an answer it stays as it was. */
  async refresh() {
    const response = await fetch(`${this.room.url}people/`, { redirect: "manual" }).catch(() => null);
    if (!response?.ok) {
      if (this.presence.isMissing) this.status.notLoaded();
      return;
    }
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    this.element.replaceChildren(...required(page, ".details", HTMLElement).children);
    this.room.badges = JSON.parse(required(this.element, "#role-badges", HTMLElement).textContent ?? "{}");
    this.onBadges();
    this.presence.readMembers();
  }
}
