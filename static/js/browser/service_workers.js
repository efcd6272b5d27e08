// The browser's service workers. Plain http has none, and browsers may refuse them (private windows, policies).

/** What registers service workers; null where there are none. */
export function serviceWorkers() {
  try {
    return navigator.serviceWorker ?? null;
  } catch {
    return null;
  }
}
