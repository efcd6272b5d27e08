"""The outermost ASGI layer: makes the hub live as soon as this process serves anything."""

from collections.abc import Awaitable, Callable
from typing import Any

from chat.realtime import hub
from chat.views.readiness import Readiness, send_readiness
from chatsite import proxies
from chatsite.logs import take_id

Application = Callable[[Any, Any, Any], Awaitable[None]]
HEALTH = "/healthz"
READY = "/readyz"


class Serving:
    """Any request wakes the hub, so that presence, notices and news flow under every ASGI server."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self._readiness: Readiness | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
            return
        proxies.correct(scope)
        identifier = take_id(scope["headers"])
        if scope["type"] == "http":
            send = _with_id(send, identifier.encode())
        hub.current().serve()
        if scope["type"] == "http" and scope["path"] == HEALTH:
            await _send_health(send)
            return
        if scope["type"] == "http" and scope["path"] == READY:
            if self._readiness is None:
                self._readiness = Readiness(hub.current())
            await send_readiness(self._readiness, send)
            return
        await self.application(scope, receive, send)

    async def _lifespan(self, receive: Any, send: Any) -> None:
        """Servers that announce their life (uvicorn) start the hub with it."""
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                hub.current().serve()
            await send({"type": message["type"] + ".complete"})
            if message["type"] == "lifespan.shutdown":
                return


def _with_id(send: Any, identifier: bytes) -> Any:
    """Sends the client, too, the id under which this request stands in the logs."""

    async def sending(message: Any) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), (b"x-request-id", identifier)]}
        await send(message)

    return sending


async def _send_health(send: Any) -> None:
    """200 as soon as this process serves, until it begins to end; no other process is asked.

    Not a page of Django's: who watches an instance asks for it by address, which ALLOWED_HOSTS does not have.
    """
    ends = hub.current().draining
    headers = [(b"content-type", b"text/plain"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 503 if ends else 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"ending\n" if ends else b"ok\n"})


def no_such_socket(router: Application) -> Application:
    """Closes sockets at addresses where there is none, instead of failing."""

    async def application(scope: Any, receive: Any, send: Any) -> None:
        try:
            await router(scope, receive, send)
        except ValueError as error:
            if "No route found" not in str(error):
                raise
            await send({"type": "websocket.close"})

    return application
