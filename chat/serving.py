"""The outermost ASGI layer: makes the hub live as soon as this process serves anything."""

from collections.abc import Awaitable, Callable
from typing import Any

from chat import hub

Application = Callable[[Any, Any, Any], Awaitable[None]]
HEALTH = "/healthz"


class Serving:
    """Any request wakes the hub, so that presence, notices and news flow under every ASGI server."""

    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
            return
        hub.current().serve()
        if scope["type"] == "http" and scope["path"] == HEALTH:
            await _tell_health(send)
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


async def _tell_health(send: Any) -> None:
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
