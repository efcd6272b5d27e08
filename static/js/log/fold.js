// What a message is now: a copy of it, and the events that name it. chat/events/fold.py has the same rules.

import { changeOf, isChange, isDeletion, isMessage, leftFields } from "./kinds.js";
import { takeReply, takeStep } from "./replies.js";

/** @typedef {Protocol.Change | Protocol.Message} Applied  a message: a reply to the one that it is applied to */

/**
 * The messages that an event changes: the one that it names, and the first one of the thread in which it says, removes
 * or restores something.
 *
 * @param {Protocol.RoomEvent} event
 * @returns {number[]}
 */
export function changedBy(event) {
  const thread = "thread" in event && event.thread ? [event.thread] : [];
  if (isMessage(event)) return thread;
  return isChange(event) ? [event.target, ...thread] : [];
}

/**
 * `copy` with `changes` applied (in order of seq, all above its rev), as a new object.
 *
 * @param {Protocol.Message} copy
 * @param {Applied[]} changes
 */
export function fold(copy, changes) {
  const message = { ...copy };
  for (const change of changes) if (change.seq > message.rev) apply(message, change);
  return message;
}

/**
 * @param {Protocol.Message} message
 * @param {Applied} change
 */
function apply(message, change) {
  if (isMessage(change)) takeReply(message, change);
  else if (change.target !== message.seq) takeStep(message, isDeletion(change) ? -1 : 1);
  else applyOwn(message, change);
  message.rev = change.seq;
}

/**
 * @param {Protocol.Message} message
 * @param {Protocol.Change} change  that names it
 */
function applyOwn(message, change) {
  changeOf(change)?.applyTo(message, change);
  if (isDeletion(change)) for (const field of leftFields()) delete message[field];
}
