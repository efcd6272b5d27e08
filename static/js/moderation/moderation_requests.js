// What moderators do, by the same addresses as the forms of a page without scripts. Each is a request of its own, since
// it carries a reason, and is not for an outbox: moderators have to know that it happened.

import { sendForm } from "../connection/form_request.js";

/** Each method returns why it failed, in words; "" when it is done. */
export class ModerationRequests {
  /**
   * @param {PageData.Room} room
   * @param {string} csrfToken
   */
  constructor(room, csrfToken) {
    this.room = room;
    this.csrfToken = csrfToken;
  }

  /**
   * @param {number} seq
   * @param {string} reason
   */
  remove(seq, reason) {
    return this.#post(`${seq}/delete/`, reason);
  }

  /**
   * @param {number} seq
   * @param {string} reason
   */
  restore(seq, reason) {
    return this.#post(`${seq}/restore/`, reason);
  }

  /**
   * @param {string} username
   * @param {string} reason
   */
  ban(username, reason) {
    return this.#post(`people/${username}/ban/`, reason);
  }

  /**
   * @param {string} username
   * @param {string} reason
   */
  unban(username, reason) {
    return this.#post(`people/${username}/unban/`, reason);
  }

  /**
   * Sends a form of the page.
   *
   * @param {HTMLFormElement} form
   */
  submit(form) {
    return this.#send(
      form.action,
      [...new FormData(form)].map(([name, value]) => [name, String(value)]),
    );
  }

  /**
   * @param {string} path
   * @param {string} reason
   */
  #post(path, reason) {
    return this.#send(this.room.url + path, [["reason", reason]]);
  }

  /**
   * @param {string} url
   * @param {[string, string][]} fields
   */
  async #send(url, fields) {
    const { ok, text } = await sendForm(url, fields, this.csrfToken);
    return ok ? "" : text;
  }
}
