// Whom a message mentions.

const EVERYONE = "*";

/**
 * Do these mentions reach this user?
 *
 * @param {string[] | undefined} mentions  ids, and "*" for everyone
 * @param {string} user  an id
 */
export const isFor = (mentions, user) => mentions?.some((one) => one === user || one === EVERYONE) ?? false;
