// A chat on `ws` and Redis pub/sub: what a Node developer writes when speed matters.
//
// A post is published to the room's Redis channel; what Redis delivers is sent, as the one buffer it came
// in, to every socket of the room. With MONGODB_URI set, each message is first stored by insertOne (write
// concern majority, journal) and acked.
//
//   PORT=9001 REDIS_URL=redis://127.0.0.1:6379 [MONGODB_URI=…] node ws.js

import { createServer } from "node:http";
import { createClient } from "redis";
import { WebSocketServer } from "ws";

import { openMessages } from "./messages.js";

const { PORT, REDIS_URL, MONGODB_URI } = process.env;

const publisher = createClient({ url: REDIS_URL });
const subscriber = publisher.duplicate();
await Promise.all([publisher.connect(), subscriber.connect()]);
const messages = MONGODB_URI ? await openMessages(MONGODB_URI) : null;

const rooms = new Map(); // name → Set of sockets

async function join(socket, name) {
  let room = rooms.get(name);
  if (!room) {
    room = new Set();
    rooms.set(name, room);
    room.subscribed = subscriber.subscribe(name, (message) => deliver(room, message), true);
  }
  await room.subscribed;
  room.add(socket);
  socket.rooms.add(name);
  socket.send(JSON.stringify({ type: "joined", room: name }));
}

function deliver(room, message) {
  for (const socket of room) socket.send(message, { binary: false });
}

async function post(socket, { room, id, text }) {
  const at = Date.now();
  if (messages) await messages.insertOne({ _id: id, room, from: socket.name, at, text });
  await publisher.publish(room, JSON.stringify({ type: "event", room, from: socket.name, at, text }));
  if (messages) socket.send(JSON.stringify({ type: "ack", id }));
}

async function leave(socket) {
  for (const name of socket.rooms) {
    const room = rooms.get(name);
    room.delete(socket);
    if (room.size === 0) {
      rooms.delete(name);
      await subscriber.unsubscribe(name);
    }
  }
}

async function receive(socket, data) {
  const frame = JSON.parse(data);
  if (frame.type === "join") await join(socket, frame.room);
  else if (frame.type === "post") await post(socket, frame);
}

const http = createServer((request, response) => response.end("ok\n"));
const server = new WebSocketServer({ server: http, path: "/ws/" });
let people = 0;

server.on("connection", (socket) => {
  socket.name = `person-${++people}`;
  socket.rooms = new Set();
  socket.on("message", (data) => {
    receive(socket, data).catch(() => socket.send(JSON.stringify({ type: "error" })));
  });
  socket.on("close", () => leave(socket));
  socket.on("error", () => socket.terminate());
});

http.listen({ port: Number(PORT), host: "127.0.0.1", backlog: 4096 });
