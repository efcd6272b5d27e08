// Times and numbers as people read them. chat/templatetags/numbers.py does the same.

import { gettext, interpolate, locale, ngettext } from "./i18n.js";

const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" });
const date = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long" });
const weekdayAndDate = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" });
const fullDate = new Intl.DateTimeFormat(locale, {
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
});
const numbers = new Intl.NumberFormat(locale);

/**
 * "09:05"
 *
 * @param {Date} at
 */
export const formatTime = (at) => clock.format(at);

/**
 * A key that is the same for all moments of one local day.
 *
 * @param {Date} at
 */
export const dayKey = (at) => `${at.getFullYear()}-${at.getMonth() + 1}-${at.getDate()}`;

/**
 * A local day as a field for dates has it: "2026-03-09".
 *
 * @param {Date} at
 */
export const dateInputValue = (at) =>
  [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, "0")).join("-");

/**
 * "Today, Tuesday 10 March", "Monday 9 March", or with its year when it is not this one.
 *
 * @param {Date} at
 */
export function formatDay(at, now = new Date()) {
  const format = at.getFullYear() === now.getFullYear() ? weekdayAndDate : fullDate;
  const plain = format.format(at).replace(",", "");
  if (dayKey(at) === dayKey(now)) return interpolate(gettext("Today, %(day)s"), { day: plain });
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (dayKey(at) !== dayKey(yesterday)) return plain;
  return interpolate(gettext("Yesterday, %(day)s"), { day: plain });
}

/**
 * "09:05" today, "9 March, 09:05" before.
 *
 * @param {Date} at
 */
export function formatMoment(at, now = new Date()) {
  return dayKey(at) === dayKey(now) ? formatTime(at) : `${date.format(at)}, ${formatTime(at)}`;
}

/**
 * "30 s", "5 min", "2 h": in the largest unit that it is a whole number of. chat/text/durations.py does the same.
 *
 * @param {number} seconds
 */
export function formatDuration(seconds) {
  if (seconds % 3600 === 0) return interpolate(gettext("%(count)s h"), { count: seconds / 3600 });
  if (seconds % 60 === 0) return interpolate(gettext("%(count)s min"), { count: seconds / 60 });
  return interpolate(gettext("%(count)s s"), { count: seconds });
}

/**
 * "4,012"
 *
 * @param {number} number
 */
export const formatNumber = (number) => numbers.format(number);

/**
 * "840 bytes", "84 kB", "1.4 MB": a unit is 1,024 of the one before.
 *
 * @param {number} bytes
 */
export function formatSize(bytes) {
  if (bytes < 1024) {
    return interpolate(ngettext("%(count)s byte", "%(count)s bytes", bytes), { count: formatNumber(bytes) });
  }
  const kilobytes = bytes / 1024;
  if (kilobytes < 999.5) return interpolate(gettext("%(count)s kB"), { count: rounded(kilobytes) });
  const megabytes = kilobytes / 1024;
  if (megabytes < 999.5) return interpolate(gettext("%(count)s MB"), { count: rounded(megabytes) });
  return interpolate(gettext("%(count)s GB"), { count: rounded(megabytes / 1024) });
}

/**
 * With one place behind the point where there is one digit before it.
 *
 * @param {number} value
 */
const rounded = (value) => formatNumber(value < 9.95 ? Math.round(value * 10) / 10 : Math.round(value));

/**
 * "0:07", "12:30": how long something plays.
 *
 * @param {number} seconds
 */
export function formatLength(seconds) {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/**
 * "7", and "99+" from a hundred on: unread messages are counted no further.
 *
 * @param {number} number
 */
export const capped = (number) => (number > 99 ? "99+" : String(number));

/**
 * The length of a text as the server counts it: in code points.
 *
 * @param {string} text
 */
export const codePointLength = (text) => [...text].length;
