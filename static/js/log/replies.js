// What the first message of a thread says of the replies to it. chat/events/replies.py has the same rules.

const PEOPLE = 3; // who replied last, newest first

/**
 * One more was posted.
 *
 * @param {Protocol.Message} message
 * @param {Protocol.Message} reply
 */
export function takeReply(message, { seq, at, author }) {
  const { count = 0, people = [] } = message.replies ?? {};
  const others = people.filter((id) => id !== author.id);
  message.replies = { count: count + 1, seq, at, people: [author.id, ...others].slice(0, PEOPLE) };
}

/**
 * One was deleted (-1) or restored (1).
 *
 * @param {Protocol.Message} message
 * @param {1 | -1} step
 */
export function takeStep(message, step) {
  const { replies } = message;
  if (replies) message.replies = { ...replies, count: Math.max(0, replies.count + step) };
}
