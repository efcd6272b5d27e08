// Whom one can mention in a room: those who are here first, then those who wrote last, then whom the server finds.

import { isMessage } from "../log/kinds.js";
import { noteNames } from "../message/mention_names.js";

/** @import { Connection } from "../connection/connection.js" */
/** @import { RoomLog } from "../log/room_log.js" */

/** @typedef {{ people: Protocol.User[], members: number, everyone: boolean }} Found */

const MOST = 8; // people that are offered
const KEPT = 100; // answers of the server

export class MentionPeople {
  /** @type {Protocol.User[]} */
  #here = [];
  /** @type {Map<string, Promise<Found | null>>} */
  #answers = new Map(); // by the beginning of a name

  /**
   * @param {object} parts
   * @param {Connection} parts.connection
   * @param {PageData.Room} parts.room
   * @param {RoomLog} parts.log
   * @param {Protocol.User} parts.me
   * @param {AbortSignal} parts.signal  aborted when the room is closed
   */
  constructor({ connection, room, log, me, signal }) {
    this.room = room;
    this.log = log;
    this.me = me;
    const onPresence = (/** @type {Protocol.Presence} */ frame) => {
      if (frame.room === room.id) this.#here = frame.online ?? [];
      noteNames(frame.online ?? []);
    };
    connection.on("presence", onPresence, signal);
  }

  /** @param {string} id */
  isHere(id) {
    return this.#here.some((user) => user.id === id);
  }

  /**
   * Those of the people known to the page whose names begin like this.
   *
   * @param {string} start
   */
  known(start) {
    return this.#offered([...this.#here, ...this.#recentAuthors()], start);
  }

  /**
   * The same with those whom the server finds.
   *
   * @param {string} start
   */
  async search(start) {
    const found = await this.#ask(start.toLowerCase());
    const people = [...this.#here, ...this.#recentAuthors(), ...(found?.people ?? [])];
    return this.#offered(people, start);
  }

  /** How many people a mention of everyone reaches; 0 where one may not mention everyone, or it is not known. */
  async everyone() {
    const found = await this.#ask("");
    return found?.everyone ? found.members : 0;
  }

  /** @returns {Protocol.User[]} */
  #recentAuthors() {
    return this.log
      .messages()
      .filter(isMessage)
      .map(({ author }) => author)
      .reverse();
  }

  /**
   * @param {Protocol.User[]} people
   * @param {string} start
   */
  #offered(people, start) {
    const named = people.filter((user) => user.id !== this.me.id && begins(user, start.toLowerCase()));
    return [...new Map(named.map((user) => [user.id, user])).values()].slice(0, MOST);
  }

  /** @param {string} start */
  #ask(start) {
    const kept = this.#answers.get(start);
    if (kept) return kept;
    if (this.#answers.size >= KEPT) this.#answers.clear();
    const answer = this.#fetch(start);
    this.#answers.set(start, answer);
    answer.then((found) => found ?? this.#answers.delete(start));
    return answer;
  }

  /**
   * @param {string} start
   * @returns {Promise<Found | null>}
   */
  async #fetch(start) {
    try {
      const query = new URLSearchParams({ start });
      const response = await fetch(`/mentionable/${this.room.id}/?${query}`);
      return response.ok ? await response.json() : null;
    } catch {
      return null; // offline
    }
  }
}

/**
 * @param {Protocol.User} user
 * @param {string} start  in lower case
 */
function begins({ username, name }, start) {
  const words = name.toLowerCase().split(/\s+/);
  return [username.toLowerCase(), name.toLowerCase(), ...words].some((word) => word.startsWith(start));
}
