// The people that stand behind a command, as @ann @bob.

const NAME = /^@?([\w.@+-]{1,150})$/u;

/**
 * The names at the beginning of a text, and what follows them. Without its sign, only the first word can be one.
 *
 * @param {string} argument
 */
export function takeNames(argument) {
  const words = argument.split(/(\s+)/u);
  /** @type {string[]} */
  const names = [];
  while (words[0] && (words[0].startsWith("@") || !names.length)) {
    const name = NAME.exec(words[0].replace(/,$/, ""))?.[1];
    if (!name) break;
    names.push(name);
    words.splice(0, 2);
  }
  return { names, rest: words.join("").trim() };
}
