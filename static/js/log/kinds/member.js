// Somebody was added to a private room, was removed from it or left it, or has another role there. Its twin is
// chat/events/member.py.

import { gettext, interpolate } from "../../i18n.js";

/** @import { LineKind } from "../kinds.js" */

/** @type {LineKind<Protocol.MemberChange>} */
export const memberChange = {
  name: "member",
  icon: "people",
  lines(event) {
    return [interpolate(sentence(event), { name: event.author.name, user: event.user.name })];
  },
};

/** @param {Protocol.MemberChange} event */
function sentence({ author, user, on, role, before }) {
  if (!on) return user.id === author.id ? gettext("%(name)s left.") : gettext("%(name)s removed %(user)s.");
  if (role === "owner") return gettext("%(name)s made %(user)s an owner.");
  if (role === "moderator") return gettext("%(name)s made %(user)s a moderator.");
  return before ? gettext("%(name)s made %(user)s an ordinary member.") : gettext("%(name)s added %(user)s.");
}
