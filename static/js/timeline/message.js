// One message as an element: the markup of templates/parts/message.html, with what scripts add.

import { h, icon } from "../dom.js";
import { face, hue, personName } from "../people/people.js";
import { count, timeOf } from "../words.js";

export const STOPS = "a, button, pre";

/** The element of a message or pending row. `late`: a pending one has waited long enough to say so. */
export function messageElement(row, { me, room, online, pendingChange }) {
  const id = row.kind === "message" ? `m${row.message.seq}` : row.key;
  const article = h("article", { class: classes(row), id, tabindex: -1, "aria-labelledby": `${id}-by` });
  if (row.kind === "message") article.dataset.seq = row.message.seq;
  const place = row.kind === "message" ? `${room.url}?before=${row.message.seq + 1}#${id}` : null;
  article.append(...(row.first ? head(row, id, place, room.badges[row.author.id]) : [clock(row, id, place)]));
  if (row.reply) article.append(quoteElement(row.reply));
  article.append(body(row, me));
  const chips = row.kind === "message" && !row.gone ? reactions(row.message, me, pendingChange) : null;
  if (chips) article.append(chips);
  const state = row.kind === "pending" ? sendingState(row.entry, online) : changeState(pendingChange, online);
  if (state) article.append(state);
  for (const stop of article.querySelectorAll(STOPS)) stop.tabIndex = -1; // see message_keys.js
  return article;
}

function classes(row) {
  const names = ["message"];
  if (row.first) names.push("message--first");
  if (row.gone) names.push("message--gone");
  else if (row.forMe) names.push("message--for-me");
  if (row.kind === "pending" && row.entry.state === "failed") names.push("message--failed");
  else if (row.late) names.push("message--waiting");
  return names.join(" ");
}

function head(row, id, place, badge) {
  const time = timeElement(row.at);
  if (row.gone) {
    const by = h("header", { class: "message__by", id: `${id}-by` });
    by.append(
      h("span", { class: "message__note" }, row.author.name),
      h("span", { class: "message__time" }, time),
    );
    return [
      h(
        "span",
        { class: "avatar avatar--gone message__face", "aria-hidden": "true" },
        icon("trash", "small"),
      ),
      by,
    ];
  }
  const by = h("header", { class: "message__by", id: `${id}-by` }, personName(row.author));
  if (badge) by.append(h("span", { class: "badge" }, icon("shield"), badge));
  by.append(h(place ? "a" : "span", { class: "message__time", href: place }, time));
  if (row.message?.edited) by.append(h("span", { class: "message__note" }, "edited"));
  return [face(row.author, "message__face"), by];
}

function clock(row, id, place) {
  const label = `${row.author.name}, ${timeOf(row.at)}`;
  const attributes = { class: "message__clock", id: `${id}-by`, "aria-label": label, href: place };
  return h(place ? "a" : "span", attributes, timeElement(row.at));
}

function timeElement(at) {
  return h("time", { datetime: at.toISOString(), title: at.toLocaleString("en-GB") }, timeOf(at));
}

function quoteElement(reply) {
  const link = h("a", { class: "quote", href: `#m${reply.seq}`, "data-goto": reply.seq });
  if (!reply.author) {
    link.append(h("span", { class: "quote__words" }, "An earlier message"));
    return link;
  }
  link.dataset.hue = hue(reply.author.username);
  link.append(face(reply.author, "avatar--tiny"), personName(reply.author));
  link.append(h("span", { class: "quote__words", dir: "auto" }, reply.words));
  return link;
}

function body(row, me) {
  const element = h("div", { class: "message__body rich" });
  if (row.gone) {
    element.append(h("p", {}, takenBack(row, me)));
  } else if (row.kind === "pending") {
    element.append(plain(row.entry.frame.text));
  } else {
    element.innerHTML = row.message.html; // the server's, sanitised
    dress(element, me);
    if (row.message.edited && !row.first) element.append(h("span", { class: "message__note" }, "edited"));
    if (row.forMe) element.prepend(h("span", { class: "visually-hidden" }, "for you: "));
  }
  return element;
}

function takenBack(row, me) {
  const what = row.times > 1 ? `${row.times} messages` : "this message";
  if (!row.remover)
    return row.times > 1 ? `${row.times} messages were taken back.` : "This message was taken back.";
  if (row.remover.id !== row.author.id) return `A moderator removed ${what}.`;
  return row.remover.id === me.id
    ? `You took ${what} back.`
    : `${row.author.name.split(" ")[0]} took ${what} back.`;
}

/** Words as they were typed, until the server has made HTML of them. */
function plain(text) {
  const paragraph = h("p", { dir: "auto" });
  text.split("\n").forEach((line, index) => paragraph.append(...(index ? [h("br"), line] : [line])));
  return paragraph;
}

/** What the server's HTML leaves to the page: my own name lit, and a head for code. */
function dress(element, me) {
  for (const mention of element.querySelectorAll(".mention")) {
    if (mention.dataset.username?.toLowerCase() === me.username.toLowerCase())
      mention.classList.add("mention--me");
  }
  for (const code of element.querySelectorAll(".code")) {
    const copy = h(
      "button",
      { class: "code__copy", type: "button", "data-act": "copy" },
      icon("copy", "small"),
      "Copy",
    );
    code.prepend(h("div", { class: "code__head" }, h("span", {}, code.dataset.language ?? ""), copy));
  }
}

function reactions(message, me, pendingChange) {
  const users = new Map(
    Object.entries(message.reactions ?? {}).map(([emoji, names]) => [emoji, new Set(names)]),
  );
  for (const { emoji, on } of pendingChange.reactions) {
    if (!users.has(emoji)) users.set(emoji, new Set());
    users.get(emoji)[on ? "add" : "delete"](me.username);
  }
  const chips = [...users]
    .filter(([, names]) => names.size)
    .map(([emoji, names]) => chip(emoji, [...names], me));
  if (!chips.length) return null;
  const label = "Add a reaction";
  const more = h("button", {
    class: "reaction reaction--add",
    type: "button",
    "aria-label": label,
    "data-act": "pick",
  });
  more.append(icon("smile", "small"));
  return h("ul", { class: "reactions" }, ...[...chips, more].map((button) => h("li", {}, button)));
}

function chip(emoji, names, me) {
  const mine = names.includes(me.username);
  const label = `${emoji}, ${names.length}${mine ? ", yours among them" : ""}: ${names.join(", ")}`;
  const attributes = { class: "reaction", type: "button", "aria-pressed": String(mine), "aria-label": label };
  Object.assign(attributes, { title: names.join(", "), "data-act": "react", "data-emoji": emoji });
  return h("button", attributes, h("span", { "aria-hidden": "true" }, emoji), String(names.length));
}

function sendingState(entry, online) {
  if (entry.state === "failed") return failed(entry, `Not sent. ${entry.problem}`);
  if (!entry.late || entry.state === "stored") return null;
  return stateLine("clock", online ? "Sending" : "Waiting for the connection");
}

function changeState({ entry }, online) {
  if (!entry) return null;
  const what = entry.frame.type === "edit" ? "Change" : "Removal";
  if (entry.state === "failed") return failed(entry, `${what} not sent. ${entry.problem}`);
  return entry.late
    ? stateLine("clock", `${what}: ${online ? "sending" : "waiting for the connection"}`)
    : null;
}

function stateLine(name, words) {
  return h("p", { class: "message__state" }, icon(name), h("span", {}, words));
}

function failed(entry, words) {
  const line = stateLine("warn", words);
  line.classList.add("message__state--bad");
  line.setAttribute("role", "status");
  for (const [act, label] of [
    ["retry", "Send again"],
    ["discard", "Discard"],
  ]) {
    line.append(
      h("button", { class: "link-button", type: "button", "data-act": act, "data-entry": entry.id }, label),
    );
  }
  return line;
}

/** The beginning of a message in one line, without its marks. */
export function words(html) {
  const bare = document.createElement("template");
  bare.innerHTML = html.replace(/<(br|\/p|\/li|\/pre|\/blockquote)>/g, " ");
  return bare.content.textContent.trim().replace(/\s+/g, " ").slice(0, 200);
}

export const quoted = (message) =>
  message && {
    author: message.author,
    words: message.deleted ? "taken back" : words(message.html),
  };

export const newBelow = (number, forMe) =>
  `${count(number, "new", "new")} below${forMe ? `, ${forMe === 1 ? "one" : forMe} for you` : ""}`;
