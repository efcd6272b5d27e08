"""Served by the stock `daphne bench.peers.polling_app.asgi:application`."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.peers.polling_app.settings")
application = get_asgi_application()
