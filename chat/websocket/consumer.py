"""The consumer of one WebSocket: lets it in, hands its frames on one by one, and cleans up behind it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any

from channels.consumer import AsyncConsumer
from django.conf import settings

from chat.actors.author import Author
from chat.actors.credentials import Credentials
from chat.events.base import encode
from chat.protocol.errors import Close
from chat.realtime import hub as hubs
from chat.realtime.sockets import DirectSocket, QueuedSocket, Socket
from chat.websocket.handshake import TurnedAway, asks_for_lean, welcome
from chat.websocket.receiving import Backlog, listen_directly
from chat.websocket.session import SocketSession
from chatsite import languages
from chatsite.files import most_sockets
from chatsite.mongo.errors import is_of_database, short

logger = logging.getLogger(__name__)
NEWS_WITHIN = 10.0  # seconds in which the notices of a process that has just started have to be read
TRY_AGAIN = 1013  # the close code of RFC 6455's registry for "come back later"

FAULTS: dict[int, str] = {
    Close.CANNOT_ANSWER: "it sent a binary frame",
    Close.TOO_MANY: "it went on long after its frames were refused",
    Close.TOO_SLOW: "it reads too slowly",
}

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]


@cache
def _limits() -> bytes:
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
        if hub.connections.total >= most_sockets():
            hub.connections.fitting.failed(f"{most_sockets()} are open, and no files are left for more")
            await self._turn_away(send, TRY_AGAIN, "no files are left")
            return
        hub.connections.fitting.worked()
        place = hub.connections.enter(self._address())
        if place is None:
            await self._turn_away(send, Close.TOO_MANY, "too many sockets from this address")
            return
        socket: Socket | None = None
        try:
            credentials = await self._let_in(hub, send)
            if credentials is None:
                return
            socket = self._socket(credentials, send)
            socket.language = languages.of_headers(dict(scope["headers"]))
            scope["headers"] = []  # nobody asks for them again, and a socket may live for days
            hub.connect(socket)
            socket.send(self._welcome(credentials))
            await self._listen(SocketSession(hub, socket), receive)
        finally:
            hub.connections.leave(place)
            if socket is not None:
                self._send_end(socket)
                socket.gone()
                hub.disconnect(socket)

    async def _let_in(self, hub: hubs.Hub, send: Send) -> Credentials | None:
        """A socket that is refused gets a close code, which a page can read only after it was accepted."""
        code: int = Close.GOING_AWAY
        reason = "this instance is ending"
        while not hub.draining:
            generation = hub.identities.generation
            try:
                if hub.reconciler.seen is None:
                    await asyncio.wait_for(hub.reconciler.reading(), NEWS_WITHIN)
                credentials = await welcome(hub, self.scope)
            except TurnedAway as turned:
                hub.connecting.worked()
                code, reason = turned.code, str(turned)
                break
            except Exception as error:
                reason = short(error) if str(error) else "the database does not answer"
                hub.connecting.failed(reason, None if is_of_database(error) else error)
                code = TRY_AGAIN
                break
            hub.connecting.worked()
            known_by = (credentials.actor.id, credentials.session, credentials.token)
            if hub.identities.is_outdated(generation, *known_by):
                continue  # revoked meanwhile: look again, or its notice would miss this socket
            if len(hub.by_user.get(credentials.actor.id, ())) >= settings.WICK_SOCKETS_PERSON:
                code, reason = Close.TOO_MANY, f"{credentials.actor.username} has too many sockets"
                break
            return credentials
        await self._turn_away(send, int(code), reason)
        return None

    def _address(self) -> str | None:
        """The client's, as far as it is known."""
        client = self.scope.get("client")
        return client[0] if client else None

    def _send_end(self, socket: Socket) -> None:
        """In the log, where it was the client's fault."""
        if (reason := FAULTS.get(socket.closing or 0)) is not None:
            who = socket.actor.username
            logger.info(
                "the socket of %s from %s is closed with %d: %s", who, self._address(), socket.closing, reason
            )

    async def _turn_away(self, send: Send, code: int, reason: str) -> None:
        """By the wire where there is one: not every server has a word for 1012 and 1013."""
        # What is no fault of the client's is said once for all of them, elsewhere.
        level = logging.DEBUG if code in (TRY_AGAIN, Close.GOING_AWAY) else logging.INFO
        logger.log(level, "a socket from %s is refused with %d: %s", self._address(), code, reason)
        if (wire := self.scope.get("wick.wire")) is not None:
            wire.close(code)
        else:
            await send({"type": "websocket.close", "code": code})

    def _socket(self, credentials: Credentials, send: Send) -> Socket:
        lean = asks_for_lean(self.scope.get("query_string", b""))
        if (wire := self.scope.get("wick.wire")) is not None:
            return DirectSocket(wire, credentials, lean=lean)
        return QueuedSocket(send, credentials, lean=lean)

    def _welcome(self, credentials: Credentials) -> bytes:
        actor = credentials.actor
        user = Author(actor.id, actor.username, actor.name)
        return encode({"type": "welcome", "protocol": 1, "user": user})[:-1] + _limits()

    def _listen(self, session: SocketSession, receive: Receive) -> Awaitable[None]:
        """To be awaited: frames in the order received, until the socket goes."""
        session.socket.listen(session)
        if "wick.wire" in self.scope:
            return listen_directly(session, receive)
        return Backlog(session).listen(receive)
