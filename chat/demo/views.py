"""The demo's sign-in: everyone who opens it is its visitor."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.views import RedirectURLMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import View

from chat.demo import content
from chat.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"


class Enter(RedirectURLMixin, View):
    """Signs in without a password, and leads to `next`. Only on a server that was started as a demo."""

    next_page = "home"

    def get(self, request: HttpRequest, **_: Any) -> HttpResponse:
        if not settings.WICK_DEMO:
            raise Http404
        visitor = get_object_or_404(User, username=content.people()[0].username)
        login(request, visitor, backend=BACKEND)
        return redirect(self.get_success_url())
