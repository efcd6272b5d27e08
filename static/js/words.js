// Times and numbers in words.

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hour12: false });
const dayOf = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });
const dayAndYear = new Intl.DateTimeFormat("en-GB", {
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
});

/** 09:05 */
export const timeOf = (date) => clock.format(date);

/** A key that is the same for all moments of one local day. */
export const dayKey = (date) => `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;

/** "Today, Tuesday 10 March", "Monday 9 March", or with its year when it is not this one. */
export function dayName(date, now = new Date()) {
  const plain = (date.getFullYear() === now.getFullYear() ? dayOf : dayAndYear).format(date).replace(",", "");
  if (dayKey(date) === dayKey(now)) return `Today, ${plain}`;
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  return dayKey(date) === dayKey(yesterday) ? `Yesterday, ${plain}` : plain;
}

/** "1 message", "3 messages" */
export const count = (number, one, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;

/** "7", and "99+" from a hundred on: nobody counts further. */
export const capped = (number) => (number > 99 ? "99+" : String(number));

/** How long a text is for the server: in code points. */
export function codePoints(text) {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}
