// What stands in place of deleted messages: by whom they were deleted, as far as the page knows.

import { gettext, interpolate, ngettext } from "../i18n.js";

/** @import { MessageRow } from "../timeline/post_rows.js" */

/** @typedef {"unknown" | "moderator" | "me" | "author"} Remover */

/**
 * For one or several deleted messages of one author.
 *
 * @param {MessageRow} row
 * @param {Protocol.User} me
 */
export function deletionText(row, me) {
  const count = row.covers.length;
  const remover = removerOf(row, me);
  const text = count > 1 ? SEVERAL[remover](count) : ONE[remover];
  return interpolate(text, { count, name: row.author.name.split(" ")[0] ?? "" });
}

/**
 * @param {MessageRow} row
 * @param {Protocol.User} me
 * @returns {Remover}
 */
function removerOf({ remover, author }, me) {
  if (!remover) return "unknown";
  if (remover.id !== author.id) return "moderator";
  return remover.id === me.id ? "me" : "author";
}

/** @type {Record<Remover, string>} */
const ONE = {
  unknown: gettext("This message was deleted."),
  moderator: gettext("A moderator removed this message."),
  me: gettext("You deleted this message."),
  author: gettext("%(name)s deleted this message."),
};

/** @type {Record<Remover, (count: number) => string>} */
const SEVERAL = {
  unknown: (n) => ngettext("%(count)s message was deleted.", "%(count)s messages were deleted.", n),
  moderator: (n) =>
    ngettext("A moderator removed %(count)s message.", "A moderator removed %(count)s messages.", n),
  me: (n) => ngettext("You deleted %(count)s message.", "You deleted %(count)s messages.", n),
  author: (n) => ngettext("%(name)s deleted %(count)s message.", "%(name)s deleted %(count)s messages.", n),
};
