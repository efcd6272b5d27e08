// The list "For you": how much is unread in it, in the sidebar of every page, and the list itself on its page.

import { byId, required } from "../dom.js";
import { capped } from "../format.js";

/**
 * @param {import("../connection/connection.js").Connection} connection
 * @param {HTMLAnchorElement} link  in the sidebar
 */
export function followForYou(connection, link) {
  const count = required(link, ".count", HTMLElement);
  const number = required(count, ".count__number", HTMLElement);

  /** @param {number} unread */
  const show = (unread) => {
    link.classList.toggle("room-link--unread", unread > 0);
    count.hidden = unread === 0;
    number.textContent = capped(unread);
  };

  connection.on("for_you", ({ unread }) => {
    show(unread);
    refreshList();
  });
  connection.on("online", () => askCount(link, show)); // what changed while there was no connection
}

/**
 * @param {HTMLAnchorElement} link
 * @param {(unread: number) => void} show
 */
async function askCount(link, show) {
  try {
    const answer = await fetch(link.dataset.countUrl ?? "");
    if (answer.ok) show((await answer.json()).unread);
  } catch {
    // The next frame says it, or the next connection asks again.
  }
}

/** The list of this page is drawn as the server has it now. */
async function refreshList() {
  const list = byId("for-you");
  if (!list) return;
  try {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("for-you");
    if (answer.ok && fresh) list.replaceChildren(...fresh.childNodes);
  } catch {
    // It stays as it was until the next frame.
  }
}
