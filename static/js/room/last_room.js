// The room that the site's first page leads to next time. The server keeps it in the same cookie (chat/views/start.py).

import { setCookie } from "../browser/storage.js";

const NAME = "room";
const AGE = 30 * 86_400; // seconds

/** @param {string} slug */
export const rememberRoom = (slug) => setCookie(NAME, slug, AGE);
