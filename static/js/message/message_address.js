// Where a message is: in its room, or in its thread.

/**
 * @param {string} room  the address of its page
 * @param {number} root  the first message of the thread
 */
export const threadAddress = (room, root) => `${room}threads/${root}/`;

/**
 * @param {string} room  the address of its page
 * @param {{ seq: number, thread?: number | null }} message
 */
export function messageAddress(room, { seq, thread }) {
  if (thread) return `${threadAddress(room, thread)}?at=${seq}#thread-m${seq}`;
  return `${room}?at=${seq}#m${seq}`;
}
