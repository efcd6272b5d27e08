// A reaction: an emoji that somebody adds to a message, or removes. Its twin is chat/events/reaction.py.

/** @import { ChangeKind } from "../kinds.js" */

/** @type {ChangeKind<Protocol.Reaction>} */
export const reaction = {
  name: "reaction",
  leaves: ["reactions"],
  applyTo(message, { emoji, author, on }) {
    const reactions = { ...message.reactions };
    const users = (reactions[emoji] ?? []).filter((name) => name !== author.username);
    if (on) users.push(author.username);
    if (users.length) reactions[emoji] = users;
    else delete reactions[emoji];
    if (Object.keys(reactions).length) message.reactions = reactions;
    else delete message.reactions;
  },
};
