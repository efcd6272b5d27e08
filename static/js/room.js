// A room on show: its log, its timeline, its composer, and what binds them.

import { Composer } from "./composer/composer.js";
import { Typing } from "./composer/typing.js";
import { byId } from "./dom.js";
import { MessageKeys } from "./keys/message_keys.js";
import { Feed } from "./log/feed.js";
import { RoomLog } from "./log/room_log.js";
import { Deeds } from "./moderation/deeds.js";
import { Questions } from "./moderation/questions.js";
import { ask } from "./parts/ask.js";
import { Pane } from "./people/pane.js";
import { mentions } from "./people/people.js";
import { Presence } from "./people/presence.js";
import { Actions } from "./timeline/actions.js";
import { copy, copyCode } from "./timeline/copying.js";
import { Going } from "./timeline/going.js";
import { Older } from "./timeline/older.js";
import { Quotes } from "./timeline/quotes.js";
import { Reading } from "./timeline/reading.js";
import { Scroller } from "./timeline/scroller.js";
import { Timeline } from "./timeline/timeline.js";
import { Tools } from "./timeline/tools.js";

const LEFT = {
  kicked: ["You were put out of this room.", "You can come back to it."],
  banned: ["You are banned from this room.", "Ask its moderators if you think that this is wrong."],
  gone: ["This room is gone.", "It may have been closed, or it is private now."],
  left: ["You left this room.", "In another window, perhaps. Load the page again to come back."],
};

/** Brings the page of `room` to life; returns what the keys of the page need. */
export function openRoom({ room, me, events, connection, outbox, sidebar, status }) {
  const element = byId("log");
  const scroller = new Scroller(byId("timeline"));
  const log = new RoomLog();
  const since = events?.length ? events.at(-1).seq : events && 0;
  const feed = new Feed(connection, room.id, { since, epoch: room.epoch });
  const shared = { log, outbox, connection, scroller, me, room, element, feed };
  const timeline = new Timeline({ ...shared, opening: byId("opening").content.firstElementChild });
  const reading = new Reading({ ...shared, timeline, pill: byId("to-now"), read: room.read });
  const older = new Older({ ...shared, timeline });
  new Quotes({ ...shared, timeline });
  const deeds = new Deeds({ room, token: byId("react").elements.csrfmiddlewaretoken.value });
  const questions = new Questions({ deeds, room });
  const actions = addBeside(new Actions(shared), room, questions, status);
  const form = byId("composer");
  const onSent = () => (timeline.drawNow(), scroller.toNow());
  const composer = form && new Composer({ form, ...shared, actions, onSent });

  follow({ ...shared, timeline, reading, sidebar, status, composer });
  new Typing({ text: form?.querySelector("textarea"), line: byId("writing"), connection, room, me });
  const presence = new Presence({ button: byId("here"), details: byId("details"), connection, room, me });
  const onBadges = () => timeline.draw();
  const pane = new Pane({ element: byId("details"), room, presence, deeds, questions, onBadges });
  new Tools({ element, log, actions });
  new MessageKeys({ scroller: scroller.element, element, actions, log });
  answerStates(element, outbox);
  copyCode(element);
  begin({ ...shared, events, timeline, older });
  return { composer, scroller, pane };
}

/** Takes what the server wrote into the page, and goes where the address points. */
function begin({ log, events, room, timeline, older, element, connection, outbox }) {
  if (events) {
    log.takePage(events);
    outbox.seen(events);
    if (!events.length) log.reach(1);
    timeline.markFrom(room.read);
  } else {
    history.replaceState(null, "", room.url + location.hash);
  }
  timeline.drawNow();
  const going = new Going({ timeline, older, element });
  const once = connection.on(
    "joined",
    (frame) => frame.room === room.id && (once(), going.toAddress(), older.look()),
  );
  addEventListener("hashchange", () => going.toAddress());
}

function follow({ feed, log, timeline, reading, sidebar, status, composer, connection, outbox, room, me }) {
  connection.on("online", () => feed.join());
  feed.on("events", (events) => {
    for (const event of events) log.take(event);
    if (log.oldest === null) log.reach(events[0].seq);
    outbox.seen(events);
    const theirs = events.filter((event) => event.kind === "message" && event.author.id !== me.id);
    status.came(theirs.length);
    if (!reading.looking)
      sidebar.add(room.id, theirs.length, theirs.filter(({ html }) => mentions(html, me.username)).length);
    reading.came(events);
    timeline.draw();
  });
  feed.on("reset", (events) => {
    log.clear();
    log.takePage(events);
    if (!events.length) log.reach(1);
    outbox.seen(events);
    timeline.draw();
  });
  reading.onRead = (seq) => seq >= (feed.since ?? 0) && sidebar.read(room.id);
  const out = (reason) => {
    room.over = reason;
    const [title, words] = LEFT[reason] ?? ["You are not in this room.", ""];
    status.left(title, words);
    composer?.close("You can read what was said so far");
    if (reason !== "kicked") sidebar.remove(room.id);
  };
  feed.on("left", out);
  feed.on("refused", (code) => out(code === "forbidden" ? "banned" : "gone"));
}

/** What of the actions needs the page: questions, the clipboard. */
function addBeside(actions, room, questions, status) {
  actions.questions = questions;
  actions.copyLink = async (seq) => {
    const { href } = new URL(`${room.url}?before=${seq + 1}#m${seq}`, location.href);
    if (await copy(href)) status.done("The link is copied.");
  };
  actions.askRemoval = async (seq) => {
    if (actions.allowed(actions.log.message(seq)).has("remove")) return questions.remove(seq);
    const sure = await ask({
      title: "Take this message back",
      words: "Everyone will see that something stood here, and not what.",
      yes: "Take it back",
      danger: true,
    });
    if (sure) actions.takeBack(seq);
  };
  return actions;
}

/** Send again, Discard. */
function answerStates(element, outbox) {
  element.addEventListener("click", (event) => {
    const button = event.target.closest("[data-entry]");
    if (button?.dataset.act === "retry") outbox.retry(button.dataset.entry);
    if (button?.dataset.act === "discard") outbox.discard(button.dataset.entry);
  });
}
