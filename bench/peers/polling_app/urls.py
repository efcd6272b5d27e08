"""The one address of the polled chat."""

from django.http import HttpResponse
from django.urls import path

from bench.peers.polling_app.views import messages

urlpatterns = [path("messages", messages), path("", lambda request: HttpResponse("ok\n"))]
