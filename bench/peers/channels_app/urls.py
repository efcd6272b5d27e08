"""One page, so that a caller can see that the server is up."""

from django.http import HttpResponse
from django.urls import path

urlpatterns = [path("", lambda request: HttpResponse("ok\n"))]
