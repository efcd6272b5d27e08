// What is written as a command: a slash, a name, and what follows.

export const COMMAND = /^\/([a-z][a-z-]{0,31})(?=\s|$)([\s\S]*)$/i;

/**
 * Does a text begin as a command does? Not a path (/etc/hosts), nor what has another slash or a blank before it.
 *
 * @param {string} text
 */
export const isCommand = (text) => COMMAND.test(text);

/**
 * The text that is posted where it is no command: of two slashes at its beginning, one escaped the other.
 *
 * @param {string} text
 */
export const unescaped = (text) => (text.startsWith("//") && isCommand(text.slice(1)) ? text.slice(1) : text);
