// This user is in the room on show no longer.

import { gettext } from "../i18n.js";

/** @import { Composer } from "../composer/composer.js" */
/** @import { Subscription } from "../log/subscription.js" */
/** @import { Status } from "../status/status.js" */

/** @type {Record<Protocol.LeftReason, [string, string]>} */
export const LEFT_TEXTS = {
  kicked: [gettext("You were removed from this room."), gettext("You can join it again.")],
  banned: [
    gettext("You are banned from this room."),
    gettext("If you think this is a mistake, ask its moderators."),
  ],
  gone: [gettext("This room is not available."), gettext("It may have been deleted, or it is private now.")],
  left: [
    gettext("You left this room."),
    gettext("Perhaps in another window. Reload the page to join it again."),
  ],
};

/**
 * The same of a private room, to which one cannot come back by oneself.
 *
 * @type {Partial<Record<Protocol.LeftReason, [string, string]>>}
 */
const LEFT_PRIVATE = {
  kicked: [gettext("You were removed from this room."), gettext("You need to be added to come back.")],
  left: [gettext("You left this room."), gettext("You need to be added to come back.")],
};

export const CLOSED = gettext("You cannot write here any more");

/**
 * @param {object} parts
 * @param {Subscription} parts.subscription
 * @param {PageData.Room} parts.room
 * @param {Status} parts.status
 * @param {Composer | null} parts.composer
 * @param {AbortSignal} parts.signal
 */
export function handleLeaving({ subscription, room, status, composer, signal }) {
  const isPrivate = room.kind === "private";
  /** @param {Protocol.LeftReason} reason */
  const leave = (reason) => {
    room.left = true;
    const own = isPrivate ? LEFT_PRIVATE[reason] : undefined;
    status.left(...(own ?? LEFT_TEXTS[reason] ?? [gettext("You are not in this room."), ""]));
    composer?.close(CLOSED);
  };
  subscription.on("left", leave, signal);
  subscription.on("refused", (code) => leave(reasonOf(code)), signal);
  subscription.connection.on("ended", (code) => code === 4403 && composer?.close(CLOSED), signal);
}

/**
 * What a refused join says of the room.
 *
 * @param {Protocol.ErrorCode} code
 * @returns {Protocol.LeftReason}
 */
export const reasonOf = (code) => (code === "forbidden" ? "banned" : "gone");
