// Going to a day of the room's history, to its beginning, to what is unread, and to the newest message.

import { openModal, smallDialog } from "../components/modal.js";
import { h, required } from "../dom.js";
import { dateInputValue } from "../format.js";
import { gettext } from "../i18n.js";

/** @import { Status } from "../status/status.js" */
/** @import { HistoryLoader } from "../timeline/history_loader.js" */
/** @import { ReadTracker } from "../unread/read_tracker.js" */
/** @import { MessageNavigation } from "./message_navigation.js" */

const FIRST = "0001-01-01"; // before any message
const TITLE = gettext("Go to a date");

/**
 * @typedef {object} DayParts
 * @property {HTMLElement} button  in the header: a link to the page that does it without scripts
 * @property {PageData.Room} room
 * @property {MessageNavigation} navigation
 * @property {HistoryLoader} historyLoader
 * @property {ReadTracker} readTracker
 * @property {Status} status
 */

/** @param {DayParts} parts */
export function openDayDialog(parts) {
  const { historyLoader, readTracker } = parts;
  const today = dateInputValue(new Date());
  const input = h("input", {
    class: "input",
    id: "day",
    type: "date",
    max: today,
    value: today,
    required: true,
  });
  const form = h(
    "form",
    { class: "dialog__form", method: "dialog" },
    h("h2", { class: "dialog__title" }, TITLE),
    h("div", { class: "field" }, h("label", { for: "day" }, gettext("Date")), input),
    h("p", { class: "dialog__actions" }, h("button", { class: "button button--primary" }, gettext("Go"))),
  );
  const dialog = smallDialog(TITLE, form);
  /** @type {[string, () => unknown][]} */
  const places = [
    [gettext("The beginning"), () => goTo(FIRST, parts)],
    [gettext("Newest message"), () => historyLoader.toLatest()],
  ];
  if (readTracker.unread.all) {
    places.push([gettext("First unread message"), () => readTracker.toFirstUnread()]);
  }
  const buttons = places.map(([label, run]) => {
    const press = () => {
      dialog.close();
      run();
    };
    return h("button", { class: "button button--small", type: "button", click: press }, label);
  });
  required(form, ".field", HTMLElement).after(h("p", { class: "page__actions" }, ...buttons));
  form.addEventListener("submit", () => goTo(input.value, parts));
  openModal(dialog);
  input.focus();
}

/**
 * @param {string} date
 * @param {DayParts} parts
 */
async function goTo(date, { button, navigation, status }) {
  const url = `${button.getAttribute("href")}?${new URLSearchParams({ date })}`;
  const answer = await fetch(url, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) return status.failed(gettext("The server did not answer. Try again."));
  const { seq } = await answer.json();
  if (seq) navigation.follow(seq);
}
