// What a message is now: a copy of it, and the events that name it. chat/fold.py has the same rules.

export const CHANGES = new Set(["edit", "delete", "restore", "reaction"]);

/** `copy` brought forward by `changes` (in order of seq, all above its rev), as a new object. */
export function fold(copy, changes) {
  const message = { ...copy };
  for (const change of changes) apply(message, change);
  return message;
}

function apply(message, change) {
  if (change.seq <= message.rev) return;
  if (change.kind === "edit") {
    Object.assign(message, { text: change.text, html: change.html, edited: true });
  } else if (change.kind === "delete") {
    Object.assign(message, { text: "", html: "", deleted: true });
    delete message.reactions;
  } else if (change.kind === "restore") {
    Object.assign(message, { text: change.text, html: change.html });
    delete message.deleted;
  } else if (change.kind === "reaction") {
    react(message, change.emoji, change.author.username, change.on);
  } else {
    return;
  }
  message.rev = change.seq;
}

/** Puts `username` under `emoji`, or takes it away. */
export function react(message, emoji, username, on) {
  const reactions = { ...message.reactions };
  const users = (reactions[emoji] ?? []).filter((name) => name !== username);
  if (on) users.push(username);
  if (users.length) reactions[emoji] = users;
  else delete reactions[emoji];
  if (Object.keys(reactions).length) message.reactions = reactions;
  else delete message.reactions;
}
