// A message in one line: its text, or the names of its files where it has none.

import { plainText } from "./plain_text.js";

/** @param {Protocol.Message} message */
export const summaryOf = ({ html, files = [] }) =>
  plainText(html) || files.map(({ name }) => name).join(", ");
