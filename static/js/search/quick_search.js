// What the quick switcher finds beyond the rooms that the page knows: people and messages, as the server has them.

/** @typedef {{ url: string, username: string, name: string }} FoundPerson */
/** @typedef {{ url: string, room: string, author: string, at: string, excerpt: [string, boolean][] }} FoundMessage */
/** @typedef {{ people: FoundPerson[], hits: FoundMessage[] }} Found */

const PAUSE = 250; // milliseconds in which nothing was typed
const SHORTEST = 2; // characters that are searched for
const NOTHING = { people: [], hits: [] };

export class QuickSearch {
  /** @type {AbortController | null} */
  #asked = null;

  /** Asks no more for what was typed before. */
  stop() {
    this.#asked?.abort();
  }

  /**
   * Once nothing more is typed for a moment. Null: something else was asked for since, or the server did not answer.
   *
   * @param {string} query
   * @returns {Promise<Found | null>}
   */
  async find(query) {
    this.stop();
    const asked = (this.#asked = new AbortController());
    if (query.length < SHORTEST) return NOTHING;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    if (asked.signal.aborted) return null;
    try {
      const url = `/search/quick/?q=${encodeURIComponent(query)}`;
      const response = await fetch(url, { signal: asked.signal, headers: { Accept: "application/json" } });
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    }
  }
}
