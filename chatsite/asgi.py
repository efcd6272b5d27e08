"""The ASGI application: Django for pages, the chat's consumer for WebSockets."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatsite.settings")

import django

django.setup(set_prefix=False)  # before the imports below, which need the apps to be ready

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.urls import path  # noqa: E402

from chat.websocket.asgi import Serving, no_such_socket  # noqa: E402
from chat.websocket.consumer import ChatConsumer  # noqa: E402
from chatsite.handler import OneThreadHandler  # noqa: E402

sockets = no_such_socket(URLRouter([path("ws/", ChatConsumer.as_asgi())]))
application = Serving(ProtocolTypeRouter({"http": OneThreadHandler(), "websocket": sockets}))
