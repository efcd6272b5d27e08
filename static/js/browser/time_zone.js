// The time zone of this device, in a cookie that the server reads for the times in its HTML.

import { find } from "../dom.js";
import { cookie, setCookie } from "./storage.js";

const NAME = "zone";
const YEAR = 365 * 86400; // seconds

const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
if (timeZone && cookie(NAME) !== timeZone) {
  setCookie(NAME, timeZone, YEAR);
  const writtenByServer = find(document, "meta[name=times]", HTMLMetaElement)?.content === "server";
  if (writtenByServer && cookie(NAME) === timeZone) location.reload();
}
