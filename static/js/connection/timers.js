// Timers with names: starting one again replaces it.

export class Timers {
  /** @type {Map<string, number>} */
  #handles = new Map();

  /**
   * @param {string} name
   * @param {number} wait  ms
   * @param {() => void} action
   */
  start(name, wait, action) {
    this.stop(name);
    this.#handles.set(name, window.setTimeout(action, wait));
  }

  /** @param {string} name */
  stop(name) {
    clearTimeout(this.#handles.get(name));
    this.#handles.delete(name);
  }

  stopAll() {
    for (const name of [...this.#handles.keys()]) this.stop(name);
  }
}
