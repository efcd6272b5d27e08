// The browser's locks, by which tabs know of each other. Plain http has none, and browsers may refuse them.

/**
 * Holds the lock as long as this tab lives: true, false when another tab has it, null where there are no locks.
 *
 * @param {string} name
 * @returns {Promise<boolean | null>}
 */
export function holdLock(name) {
  return new Promise((resolve) => {
    /** @param {Lock | null} lock */
    const hold = (lock) => {
      resolve(lock !== null);
      return lock && new Promise(() => {});
    };
    attempt(() => navigator.locks.request(name, { ifAvailable: true }, hold)).catch(() => resolve(null));
  });
}

/** The names of all locks that are held; null where the browser cannot list them. */
export async function heldLocks() {
  const locks = await attempt(() => navigator.locks.query()).catch(() => null);
  return locks && (locks.held ?? []).map(({ name }) => name ?? "");
}

/**
 * A promise, whatever way `action` fails in.
 *
 * @template Result
 * @param {() => Promise<Result>} action
 */
const attempt = async (action) => action();

/**
 * Holds the lock whenever `condition` is true, which is looked at after each of the window's `events`.
 *
 * @param {string} name
 * @param {string[]} events
 * @param {() => boolean} condition
 */
export function holdLockWhile(name, events, condition) {
  /** @type {(() => void) | null} */
  let release = null;
  const update = () => {
    if (condition() === (release !== null)) return;
    if (release) {
      release();
      release = null;
    } else {
      const held = new Promise((resolve) => (release = () => resolve(null)));
      attempt(() => navigator.locks.request(name, () => held)).catch(() => null);
    }
  };
  for (const event of events) addEventListener(event, update);
  document.addEventListener("visibilitychange", update);
  update();
}

/**
 * Resolves once this tab has the lock, which it then keeps as long as it lives; at once where there are no locks.
 *
 * @param {string} name
 * @returns {Promise<void>}
 */
export function waitForLock(name) {
  return new Promise((resolve) => {
    const keep = () => {
      resolve();
      return new Promise(() => {});
    };
    attempt(() => navigator.locks.request(name, keep)).catch(() => resolve());
  });
}
