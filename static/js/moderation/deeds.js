// What moderators do, by the same addresses as the forms of a page without scripts. Each is a request of its own, since
// it carries a reason, and is not for an outbox: who moderates wants to know that it happened.

const NO_ANSWER = "Not done. The server did not answer.";

/** Each method tells what was in the way, in words; "" when it is done. */
export class Deeds {
  constructor({ room, token }) {
    Object.assign(this, { room, token });
  }

  remove(seq, reason) {
    return this.#post(`${seq}/delete/`, reason);
  }

  restore(seq, reason) {
    return this.#post(`${seq}/restore/`, reason);
  }

  ban(username, reason) {
    return this.#post(`people/${username}/ban/`, reason);
  }

  /** What a form of the page asks for. */
  submit(form) {
    return this.#send(form.action, new URLSearchParams(new FormData(form)));
  }

  #post(path, reason) {
    return this.#send(this.room.url + path, new URLSearchParams({ reason }));
  }

  async #send(address, body) {
    const headers = { Accept: "text/plain", "X-CSRFToken": this.token };
    try {
      const answer = await fetch(address, { method: "POST", headers, body, redirect: "manual" });
      if (answer.ok) return "";
      return answer.headers.get("Content-Type")?.startsWith("text/plain")
        ? await answer.text()
        : "Not done. You may be signed out: load the page again.";
    } catch {
      return NO_ANSWER;
    }
  }
}
