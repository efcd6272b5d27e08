"""One socket of the ordinary Channels chat, on the wire of the plain peers."""

import itertools
import time

from channels.generic.websocket import AsyncJsonWebsocketConsumer

_people = itertools.count(1)


class ChatConsumer(AsyncJsonWebsocketConsumer):
    async def connect(self):
        self.name = f"person-{next(_people)}"
        self.joined = set()
        await self.accept()

    async def disconnect(self, code):
        for room in self.joined:
            await self.channel_layer.group_discard(room, self.channel_name)

    async def receive_json(self, content):
        room = content["room"]
        if content["type"] == "join":
            await self.channel_layer.group_add(room, self.channel_name)
            self.joined.add(room)
            await self.send_json({"type": "joined", "room": room})
        elif content["type"] == "post":
            at = int(time.time() * 1000)
            event = {"type": "event", "room": room, "from": self.name, "at": at, "text": content["text"]}
            await self.channel_layer.group_send(room, {"type": "chat.event", "event": event})

    async def chat_event(self, event):
        await self.send_json(event["event"])
