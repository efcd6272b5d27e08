// The collection that the storing peers write to: one document a message, durable on a majority.

import { MongoClient } from "mongodb";

export async function openMessages(uri) {
  const client = new MongoClient(uri, { writeConcern: { w: "majority", journal: true } });
  await client.connect();
  const messages = client.db("bench_node").collection("messages");
  await messages.createIndex({ room: 1, at: 1 });
  return messages;
}
