// An object whose events others can listen to.

/** @template {{ [Name in keyof Events]: unknown[] }} Events  the arguments of each event's listeners */
export class Emitter {
  /** @type {Map<keyof Events, Set<(...args: any[]) => unknown>>} */
  #listeners = new Map();

  /**
   * Calls `listener` at each `name`, until `signal` is aborted.
   *
   * @template {keyof Events} Name
   * @param {Name} name
   * @param {(...args: Events[Name]) => unknown} listener
   * @param {AbortSignal} [signal]
   */
  on(name, listener, signal) {
    if (signal?.aborted) return;
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    signal?.addEventListener("abort", () => listeners.delete(listener), { once: true });
  }

  /** How many listeners there are. */
  get listenerCount() {
    return [...this.#listeners.values()].reduce((sum, listeners) => sum + listeners.size, 0);
  }

  /**
   * @template {keyof Events} Name
   * @param {Name} name
   * @param {Events[Name]} args
   */
  emit(name, ...args) {
    const listeners = this.#listeners.get(name);
    for (const listener of [...(listeners ?? [])]) if (listeners?.has(listener)) listener(...args);
  }
}
