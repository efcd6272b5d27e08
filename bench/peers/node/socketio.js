// A chat on Socket.IO with its Redis adapter, over its WebSocket transport.
//
//   PORT=9002 REDIS_URL=redis://127.0.0.1:6379 node socketio.js

import { createServer } from "node:http";
import { createAdapter } from "@socket.io/redis-adapter";
import { createClient } from "redis";
import { Server } from "socket.io";

const { PORT, REDIS_URL } = process.env;

const publisher = createClient({ url: REDIS_URL });
const subscriber = publisher.duplicate();
await Promise.all([publisher.connect(), subscriber.connect()]);

const http = createServer((request, response) => response.end("ok\n"));
const io = new Server(http, {
  adapter: createAdapter(publisher, subscriber),
  transports: ["websocket"],
});
let people = 0;

io.on("connection", (socket) => {
  const name = `person-${++people}`;
  socket.on("join", async (room, answer) => {
    await socket.join(room);
    answer("joined");
  });
  socket.on("post", ({ room, text }) => {
    io.to(room).emit("event", { room, from: name, at: Date.now(), text });
  });
});

http.listen({ port: Number(PORT), host: "127.0.0.1", backlog: 4096 });
