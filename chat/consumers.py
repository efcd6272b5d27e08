"""The consumer of one WebSocket: lets it in, hands its frames on one by one, and cleans up behind it."""

import logging
from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any

from channels.consumer import AsyncConsumer
from django.conf import settings

from chat import hub as hubs
from chat.conversation import Conversation
from chat.errors import Close
from chat.events import Author, encode
from chat.guest import Guest
from chat.handshake import TurnedAway, welcome
from chat.sockets import DirectSocket, QueuedSocket, Socket

logger = logging.getLogger(__name__)
TRY_AGAIN = 1013  # the close code of RFC 6455's registry for "come back later"

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]


@cache
def _house() -> bytes:
    """What is the same in every `welcome` of this process: the end of its JSON."""
    rate = {"frames": settings.WICK_RATE_FRAMES, "posts": settings.WICK_RATE_POSTS}
    limits = {
        "text": settings.WICK_TEXT,
        "frame": settings.WICK_FRAME,
        "page": settings.WICK_PAGE,
        "rooms": settings.WICK_ROOMS,
        "rate": rate,
    }
    return b"," + encode({"instance": settings.INSTANCE, "limits": limits})[1:]


class ChatConsumer(AsyncConsumer):
    """Speaks the contract in docs/protocol.md.

    Channels' own loop would hop to a thread and back for every frame (channels.db, before each
    dispatch). A frame here needs a thread only where its answer needs the database, so the loop is ours.
    """

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        self.scope = scope
        await receive()  # websocket.connect
        hub = hubs.current()
        hub.serve()
        await send({"type": "websocket.accept"})
        guest = await self._let_in(hub, send)
        if guest is None:
            return
        socket = self._socket(guest, send)
        scope["headers"] = []  # nobody asks for them again, and a socket may live for days
        hub.connect(socket)
        try:
            socket.send(self._welcome(guest))
            await self._listen(Conversation(hub, socket), receive)
        finally:
            socket.gone()
            hub.disconnect(socket)

    async def _let_in(self, hub: hubs.Hub, send: Send) -> Guest | None:
        """Whoever may not come in is told by a close code, which a page can read once it is accepted."""
        code: int = Close.GOING_AWAY
        while not hub.draining:
            generation = hub.identities.generation
            try:
                guest = await welcome(hub, self.scope)
            except TurnedAway as turned:
                code = turned.code
                break
            except Exception as error:
                logger.warning("nobody can be let in: %s", error)
                code = TRY_AGAIN
                break
            if generation == hub.identities.generation:
                return guest
            # Something was revoked meanwhile: look again, or its notice would miss this socket.
        await self._turn_away(send, int(code))
        return None

    async def _turn_away(self, send: Send, code: int) -> None:
        """By the wire where there is one: not every server has a word for 1012 and 1013."""
        if (wire := self.scope.get("wick.wire")) is not None:
            wire.close(code)
        else:
            await send({"type": "websocket.close", "code": code})

    def _socket(self, guest: Guest, send: Send) -> Socket:
        if (wire := self.scope.get("wick.wire")) is not None:
            return DirectSocket(wire, guest)
        return QueuedSocket(send, guest)

    def _welcome(self, guest: Guest) -> bytes:
        person = guest.person
        user = Author(person.id, person.username, person.name)
        return encode({"type": "welcome", "protocol": 1, "user": user})[:-1] + _house()

    async def _listen(self, conversation: Conversation, receive: Receive) -> None:
        """Frames in the order received, until the socket goes."""
        conversation.socket.listen(conversation)
        while True:
            message = await receive()
            if message["type"] == "websocket.disconnect":
                return
            work = self._hear(conversation, message)
            if work is not None:
                conversation.busy = True
                await work
                conversation.busy = False

    def _hear(self, conversation: Conversation, message: dict[str, Any]) -> Awaitable[None] | None:
        if message["type"] == "wick.work":  # heard already, on the short way in (chatsite.inbound)
            return message["work"]
        text = message.get("text")
        if text is None:
            conversation.socket.close(Close.CANNOT_ANSWER)
            return None
        return conversation.hear(text.encode())
