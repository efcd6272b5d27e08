// The badge of those who moderate a room, and of the staff.

import { h, icon } from "../dom.js";
import { gettext } from "../i18n.js";

/** @type {Partial<Record<string, string>>} */
const ROLES = { owner: gettext("owner"), moderator: gettext("moderator"), staff: gettext("staff") };

/** @param {string} role */
export const roleBadge = (role) => h("span", { class: "badge" }, icon("shield"), ROLES[role] ?? role);
