"""Allauth's views as pages of this site."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator

from chat.views.page_form import PageForm
from chat.views.refusals import say_when, signed_in
from chat.views.shell import shell


class SaysWhen:
    """A view with a form: what is refused for a while says so by its status too."""

    def form_invalid(self, form: PageForm) -> HttpResponse:
        return say_when(super().form_invalid(form), form.refusal)  # type: ignore[misc]


class SettingsPage(SaysWhen):
    """A view whose page is one of the settings."""

    request: HttpRequest

    @method_decorator(signed_in)
    def dispatch(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return super().dispatch(*args, **kwargs)  # type: ignore[misc]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | shell(self.request.user)  # type: ignore[misc, arg-type]
