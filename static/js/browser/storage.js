// Web storage and cookies. The browser may refuse them (private windows, policies, a full disk), at any call: then
// nothing is kept, and nothing stops for it.

class SafeStorage {
  #open;

  /** @param {() => Storage} open  gives the storage; even that may throw */
  constructor(open) {
    this.#open = open;
  }

  /** @param {string} key */
  get(key) {
    return this.#attempt((storage) => storage.getItem(key)) ?? null;
  }

  /**
   * @param {string} key
   * @param {string} value
   */
  set(key, value) {
    this.#attempt((storage) => storage.setItem(key, value));
  }

  /** @param {string} key */
  remove(key) {
    this.#attempt((storage) => storage.removeItem(key));
  }

  /**
   * The keys that begin with `prefix`.
   *
   * @param {string} prefix
   */
  keys(prefix) {
    return this.#attempt((storage) => Object.keys(storage).filter((key) => key.startsWith(prefix))) ?? [];
  }

  /**
   * Is a "storage" event about this storage?
   *
   * @param {StorageEvent} event
   */
  isSourceOf(event) {
    return this.#attempt((storage) => event.storageArea === storage) ?? false;
  }

  /**
   * @template Result
   * @param {(storage: Storage) => Result} use
   */
  #attempt(use) {
    try {
      return use(this.#open());
    } catch {
      return undefined;
    }
  }
}

/** Kept on this device, for all tabs. */
export const deviceStorage = new SafeStorage(() => window.localStorage);

/** Kept as long as this tab, reloads included. */
export const tabStorage = new SafeStorage(() => window.sessionStorage);

/**
 * The value of a cookie; "" when it is not there.
 *
 * @param {string} name
 */
export function cookie(name) {
  try {
    const found = document.cookie.split("; ").find((one) => one.startsWith(`${name}=`));
    return found?.slice(name.length + 1) ?? "";
  } catch {
    return "";
  }
}

/**
 * Sets a cookie of the site.
 *
 * @param {string} name
 * @param {string} value
 * @param {number} age  seconds; 0 deletes it
 */
export function setCookie(name, value, age) {
  try {
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `${name}=${value}; path=/; samesite=lax; max-age=${age}${secure}`;
  } catch {
    // refused: it counts as long as the page
  }
}
