// The page's texts in the reader's language. Django's catalog is a script that has run before the modules; without it
// texts are in English, as they are written.

const {
  gettext: translate,
  ngettext: translatePlural,
  pgettext: translateInContext,
} = globalThis.django ?? {};

/** @type {(text: string) => string} */
export const gettext = translate ?? ((text) => text);

/** @type {(singular: string, plural: string, count: number) => string} */
export const ngettext = translatePlural ?? ((singular, plural, count) => (count === 1 ? singular : plural));

/** @type {(context: string, text: string) => string} */
export const pgettext = translateInContext ?? ((_context, text) => text);

/**
 * A text as a list, with values in its named places: "Replying to %(name)s".
 *
 * @template {string | number | Node} Value
 * @param {string} text
 * @param {Record<string, Value>} values
 */
export function parts(text, values) {
  const pieces = text.split(/%\((\w+)\)s/);
  return pieces.map((piece, index) => toPart(index % 2 ? (values[piece] ?? "") : piece));
}

/** @param {string | number | Node} value */
const toPart = (value) => (typeof value === "number" ? String(value) : value);

/**
 * The same as one text.
 *
 * @param {string} text
 * @param {Record<string, string | number>} values
 */
export const interpolate = (text, values) => parts(text, values).join("");

const { lang } = document.documentElement;

/** For Intl. English is written as in Britain: the day before the month, and hours up to 24. */
export const locale = lang === "en" ? "en-GB" : lang;
