// How long to wait before the next try to connect.

const FIRST = 1000; // ms
const LONGEST = 30_000;

/**
 * Full jitter: anything up to a bound that doubles with each failed `attempt` (0, 1, …), ms.
 *
 * @param {number} attempt
 */
export function backoff(attempt, random = Math.random) {
  return random() * Math.min(LONGEST, FIRST * 2 ** attempt);
}
