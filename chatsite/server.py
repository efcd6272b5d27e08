"""Daphne with a fast path: `python -m chatsite.server -b 127.0.0.1 -p 8000 chatsite.asgi:application`.

The command line is Daphne's. What differs: uvloop underneath where it is installed, a direct wire in
the scope of WebSockets (chatsite.wire), the limits of the contract, and an orderly shutdown.
"""

import asyncio
import contextlib
import gc
import os
import sys
import threading
import time

# Before Daphne is imported, which makes its event loop then and there.
with contextlib.suppress(ImportError):
    import uvloop

    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())

from daphne import server as daphne  # isort: skip
from daphne.cli import CommandLineInterface  # isort: skip

import logging
from functools import partial
from typing import Any, NoReturn

from twisted.internet import defer, reactor

from chatsite import deflate
from chatsite.alive import AliveProtocol
from chatsite.announcing import announce
from chatsite.files import most_files
from chatsite.inbound import configured
from chatsite.inbox import Inbox
from chatsite.request import Request, RequestFactory
from chatsite.watchdog import keep_alive, notify
from chatsite.wire import wire_for

logger = logging.getLogger("chatsite.server")  # not "__main__", as which this is started

daphne.HTTPFactory = RequestFactory  # Daphne's server makes its factory by this name

END_WITHIN = 5  # seconds from SIGTERM until the last socket is closed
CLOSE_WITHIN = 2.0  # seconds that a client has to answer a close frame
CANCEL_WITHIN = 0.5  # seconds that a page has to end when it is cancelled; one in a thread may not
ASK_WITHIN = 0.5  # seconds that a connection which was just made has to send its request, at the end


class Server(daphne.Server):
    """Daphne's server, with what it serves."""

    def __init__(self, *args: Any, **options: Any) -> None:
        from django.conf import settings

        options |= {
            "websocket_timeout": -1,  # a socket may live as long as its session
            "websocket_connect_timeout": 20,  # many clients that come back at once wait their turn
            "websocket_max_message_size": settings.WICK_FRAME,
            "websocket_max_frame_size": settings.WICK_FRAME,
            # Daphne would believe everybody's X-Forwarded-For: chatsite.proxies knows whose word counts.
            "proxy_forwarded_address_header": None,
        }
        super().__init__(*args, **options)
        self.status = 0  # of the process, when it ends
        self._ports: list[Any] = []

    def run(self) -> None:
        most_files()  # raises the limit before anything is opened
        reactor.callWhenRunning(self._started)
        super().run()

    def _started(self) -> None:
        from chat.realtime import hub
        from chat.text import formulas, highlighting

        # failByDrop: a client gets 1007 or 1009, instead of being cut off.
        # allowNullOrigin: it is turned away by the handshake, with a close code that a page can read.
        # openHandshakeTimeout: Daphne looks after those who do not finish, without a timer for each.
        self.ws_factory.setProtocolOptions(
            closeHandshakeTimeout=CLOSE_WITHIN,
            failByDrop=False,
            allowNullOrigin=True,
            openHandshakeTimeout=0,
            perMessageCompressionAccept=deflate.accept,
        )
        self.ws_factory.protocol = configured(AliveProtocol, self.ws_factory)
        spare_the_collector()
        asyncio.get_event_loop().call_soon(lambda: hub.current().serve())
        for loading in (highlighting.load_all, formulas.load):
            threading.Thread(target=loading, name=loading.__module__, daemon=True).start()
        self._alive = asyncio.ensure_future(keep_alive())
        notify("READY=1")
        announce([f"{host}:{port}" for host, port in self.listening_addresses])

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

    async def handle_reply(self, protocol: Any, message: dict[str, Any]) -> None:
        """Daphne's hook for each part of an answer. A long one waits for its reader."""
        await super().handle_reply(protocol, message)
        if message.get("more_body") and isinstance(protocol, Request):
            await protocol.read_out()

    def kill_all_applications(self) -> Any:
        """Daphne's hook before the reactor stops. First the clients are sent away in an orderly manner."""
        return defer.Deferred.fromFuture(asyncio.ensure_future(self._shut_down()))

    async def _shut_down(self) -> None:
        from chat.realtime import hub

        notify("STOPPING=1")
        current, began, sockets = hub.current(), time.monotonic(), len(hub.current().sockets)
        self.status = current.exit_status
        for port in self._ports:
            port.doRead()  # connections in the queue are served: the kernel would reset them
            port.stopListening()
        try:
            async with asyncio.timeout(END_WITHIN):
                await asyncio.gather(current.drain(), self._pages_sent())
        except TimeoutError:
            logger.warning("not everything came to its end in order within %d s", END_WITHIN)
        except Exception:
            logger.exception("the sockets could not be closed in order")
        running = self._running(object)
        for application in running:
            application.cancel()
        if running:
            await asyncio.wait(running, timeout=CANCEL_WITHIN)
        logger.info("ended in %.1f s; %d sockets were sent away", time.monotonic() - began, sockets)

    async def _pages_sent(self) -> None:
        """Returns when every page that was asked for has been answered."""
        while self._running(Request) or time.monotonic() - self.http_factory.accepted_at < ASK_WITHIN:
            await asyncio.sleep(0.02)

    def _running(self, kind: type) -> "list[asyncio.Task[Any]]":
        """What still works on an answer: for requests, or for whatever is connected."""
        return [
            application
            for protocol, details in list(self.connections.items())
            if isinstance(protocol, kind)
            and (application := details.get("application_instance")) is not None
            and not application.done()
        ]


def spare_the_collector() -> None:
    """Makes the garbage collector keep what is loaded, and walk through all sockets rarely:
    nearly everything here ends by reference counting."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


class CommandLine(CommandLineInterface):
    server_class = Server

    def __init__(self) -> None:
        super().__init__()
        self.parser.set_defaults(verbosity=0)  # a line for each request and socket is for debugging


def end(status: int) -> NoReturn:
    """Ends the process, without the threads that still wait for a database that is away."""
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatsite.settings")
    command_line = CommandLine()
    command_line.run(sys.argv[1:])
    end(command_line.server.status)


if __name__ == "__main__":
    main()
