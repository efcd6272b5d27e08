"""Daphne with a fast path: `python -m chatsite.server -b 127.0.0.1 -p 8000 chatsite.asgi:application`.

The command line is Daphne's. What differs: uvloop underneath where it is installed, a direct wire in
the scope of WebSockets (chatsite.wire), the limits of the contract, and an end that says good-bye.
"""

import asyncio
import contextlib
import gc
import os
import sys

# Before Daphne is imported, which makes its event loop then and there.
with contextlib.suppress(ImportError):
    import uvloop

    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())

from daphne import server as daphne  # isort: skip
from daphne.cli import CommandLineInterface  # isort: skip

import logging
from functools import partial
from typing import Any

from twisted.internet import defer, reactor

from chatsite.alive import AliveProtocol
from chatsite.inbound import configured
from chatsite.inbox import Inbox
from chatsite.wire import wire_for

logger = logging.getLogger(__name__)

CLOSE_WITHIN = 2.0  # seconds that a client has to answer a close frame


class Server(daphne.Server):
    """Daphne's server, told what it serves."""

    def __init__(self, *args: Any, **options: Any) -> None:
        from django.conf import settings

        options |= {
            "websocket_timeout": -1,  # a socket may live as long as its session
            "websocket_connect_timeout": 20,  # a herd that comes back waits its turn
            "websocket_max_message_size": settings.WICK_FRAME,
            "websocket_max_frame_size": settings.WICK_FRAME,
        }
        super().__init__(*args, **options)
        self._ports: list[Any] = []

    def run(self) -> None:
        reactor.callWhenRunning(self._started)
        super().run()

    def _started(self) -> None:
        from chat import hub

        # failByDrop: a client is told by 1007 or 1009 what was wrong, instead of being cut off.
        # allowNullOrigin: it is turned away by chat.handshake, with a close code that a page can read.
        # openHandshakeTimeout: Daphne looks after those who do not finish, without a timer for each.
        self.ws_factory.setProtocolOptions(
            closeHandshakeTimeout=CLOSE_WITHIN, failByDrop=False, allowNullOrigin=True, openHandshakeTimeout=0
        )
        self.ws_factory.protocol = configured(AliveProtocol, self.ws_factory)
        spare_the_collector()
        asyncio.get_event_loop().call_soon(lambda: hub.current().serve())

    def listen_success(self, port: Any) -> None:
        super().listen_success(port)
        self._ports.append(port)

    def create_application(self, protocol: Any, scope: dict[str, Any]) -> Any:
        """Daphne's hook for each request. A socket gets a wire, and an inbox smaller than a queue."""
        if scope["type"] != "websocket":
            return super().create_application(protocol, scope)
        inbox = Inbox()
        scope |= {"asgi": {"version": "3.0"}, "wick.wire": wire_for(protocol)}
        send = partial(self.handle_reply, protocol)
        application = self.application(scope=scope, receive=inbox.get, send=send)
        self.connections[protocol]["application_instance"] = asyncio.get_event_loop().create_task(application)
        return inbox

    def kill_all_applications(self) -> Any:
        """Daphne's hook before the reactor stops. First the clients are sent away in an orderly manner."""
        return defer.Deferred.fromFuture(asyncio.ensure_future(self._say_good_bye()))

    async def _say_good_bye(self) -> None:
        from chat import hub

        for port in self._ports:
            port.stopListening()
        try:
            await hub.current().drain()
        except Exception:
            logger.exception("the sockets could not be closed in order")
        running = [
            application
            for details in list(self.connections.values())
            if (application := details.get("application_instance")) is not None and not application.done()
        ]
        for application in running:
            application.cancel()
        await asyncio.gather(*running, return_exceptions=True)


def spare_the_collector() -> None:
    """Tells the garbage collector that what is loaded stays, and to walk through all sockets seldom:
    nearly everything here ends by reference counting."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


class CommandLine(CommandLineInterface):
    server_class = Server

    def __init__(self) -> None:
        super().__init__()
        self.parser.set_defaults(verbosity=0)  # a line for each request and socket is for debugging


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatsite.settings")
    CommandLine().run(sys.argv[1:])


if __name__ == "__main__":
    main()
