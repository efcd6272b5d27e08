// The text of a message, with what is said about it.

/**
 * A message has another text from now on.
 *
 * @param {Protocol.Message} message
 * @param {Protocol.Text} text
 */
export function takeText(message, { text, html, mentions, mentioned_as: names }) {
  Object.assign(message, { text, html });
  if (mentions && names) {
    Object.assign(message, { mentions, mentioned_as: names });
  } else {
    delete message.mentions;
    delete message.mentioned_as;
  }
}
