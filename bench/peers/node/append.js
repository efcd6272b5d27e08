// How many messages a second the Node driver stores with one insertOne each, SENDERS at a time, in one room.
// Prints {"appends": …, "seconds": …, "cpu": …} as JSON; the first two seconds are not counted.
//
//   MONGODB_URI=… SENDERS=64 SECONDS=4 node append.js

import { randomUUID } from "node:crypto";

import { openMessages } from "./messages.js";

const senders = Number(process.env.SENDERS);
const seconds = Number(process.env.SECONDS);
const messages = await openMessages(process.env.MONGODB_URI);

let stored = 0;
let running = true;

async function send(from) {
  while (running) {
    await messages.insertOne({
      _id: randomUUID(),
      room: "appends",
      from,
      at: Date.now(),
      text: "so it goes and so it goes and so it goes and so it",
    });
    stored += 1;
  }
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const all = Array.from({ length: senders }, (_, number) => send(`person-${number}`));
await pause(2000);
const before = { stored, at: performance.now(), cpu: process.cpuUsage() };
await pause(seconds * 1000);
const used = process.cpuUsage(before.cpu);
const result = {
  appends: stored - before.stored,
  seconds: (performance.now() - before.at) / 1000,
  cpu: (used.user + used.system) / 1e6,
};
running = false;
await Promise.all(all);
console.log(JSON.stringify(result));
process.exit(0);
