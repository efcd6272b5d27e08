// What stands in the timeline, from top to bottom. chat/views/timeline.py does the same for the first sight of
// a page. No document in here.

import { mentions } from "../people/people.js";
import { dayKey } from "../words.js";

const JOINED = 5 * 60_000; // one person's messages within this stand under one face

/**
 * Rows: `{key, kind, …}` of kinds begin, day, since, message, pending.
 *
 * `messages` as they are now, `pending` entries of the outbox (posts), `line` the seq above which new ones begin
 * (null: no line), `me` the reader, `apart`: messages taken back stand one by one, for those who can restore them.
 */
export function rowsOf({ messages, pending, line, me, whole, apart, quote, remover }) {
  const rows = whole ? [{ key: "begin", kind: "begin", empty: !messages.length && !pending.length }] : [];
  let before = null;
  let lined = line === null;
  const begin = (at) => {
    if (before && dayKey(before.at) === dayKey(at)) return;
    rows.push({ key: `d${dayKey(at)}`, kind: "day", at });
    before = null;
  };
  for (const message of messages) {
    const at = new Date(message.at);
    begin(at);
    if (!lined && message.seq > line && message.author.username !== me.username) {
      rows.push({ key: "since", kind: "since", at });
      lined = true;
      before = null;
    }
    const row = messageRow(message, at, me, quote, remover);
    row.first = !joins(before, row);
    if (before?.gone && row.gone && !row.first && !apart) {
      before.times += 1; // a run of messages taken back is one line
      before.covers.push(message.seq);
      continue;
    }
    rows.push(row);
    before = row;
  }
  for (const entry of pending) {
    const at = new Date(entry.at);
    begin(at);
    const row = pendingRow(entry, at, me, quote);
    row.first = !joins(before, row);
    rows.push(row);
    before = row;
  }
  return rows;
}

function messageRow(message, at, me, quote, remover) {
  const mine = message.author.id === me.id;
  return {
    key: `m${message.seq}`,
    kind: "message",
    message,
    at,
    author: message.author,
    mine,
    gone: Boolean(message.deleted),
    remover: message.deleted ? remover(message.seq) : null,
    times: 1,
    covers: [message.seq],
    forMe: !mine && mentions(message.html, me.username),
    reply:
      message.reply_to === null || message.deleted
        ? null
        : { seq: message.reply_to, ...quote(message.reply_to) },
  };
}

function pendingRow(entry, at, me, quote) {
  const answered = entry.frame.reply_to;
  return {
    key: `p${entry.id}`,
    kind: "pending",
    entry,
    at,
    author: me,
    mine: true,
    gone: false,
    reply: answered ? { seq: answered, ...quote(answered) } : null,
  };
}

function joins(before, row) {
  return (
    before !== null &&
    before.author.id === row.author.id &&
    row.at - before.at < JOINED &&
    !row.reply &&
    before.gone === row.gone
  );
}
