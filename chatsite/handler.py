"""Answers requests for pages: Django's handler for ASGI, in which one thread does all of a request."""

from typing import Any

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class OneThreadHandler(ASGIHandler):
    """Our views block, and so does most middleware. Django's way by coroutines goes to the event loop and
    back for the view, and for each middleware that could do without a thread: half a dozen times a page.
    """

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        answer: Any = await sync_to_async(self.get_response, thread_sensitive=True)(request)
        return answer
