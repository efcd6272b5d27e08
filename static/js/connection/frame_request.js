// A frame that is answered at once or not at all: it waits in no outbox.

import { gettext } from "../i18n.js";
import { uuid } from "../uuid.js";

/** @import { Connection } from "./connection.js" */

const TIMEOUT = 10_000; // ms
const NO_ANSWER = gettext("The server did not answer. Try again.");

/**
 * Returns why it failed, in words; "" when it is done.
 *
 * @param {Connection} connection
 * @param {Extract<Protocol.ClientFrame, { type: "level" | "favourite" }>} frame  without an id
 * @returns {Promise<string>}
 */
export function requestFrame(connection, frame) {
  const id = uuid();
  const answered = new AbortController();
  const { signal } = answered;
  return new Promise((resolve) => {
    const finish = (/** @type {string} */ problem) => {
      answered.abort();
      clearTimeout(timer);
      resolve(problem);
    };
    const timer = setTimeout(() => finish(NO_ANSWER), TIMEOUT);
    connection.on("ack", (answer) => answer.id === id && finish(""), signal);
    connection.on("error", (answer) => answer.id === id && finish(answer.detail), signal);
    connection.on("offline", () => finish(NO_ANSWER), signal);
    if (!connection.send({ ...frame, id })) finish(gettext("You are offline."));
  });
}
