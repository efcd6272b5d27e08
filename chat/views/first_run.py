"""The first run: as long as nobody has an account, nothing is there but the setup page."""

from collections.abc import Callable

from asgiref.sync import async_to_sync
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe
from pymongo.errors import PyMongoError

from chat.actions import accounts, first_run, newcomers
from chat.actions.workspace import WorkspaceChange
from chat.models import User
from chat.permissions import limits
from chat.queries.first_run import is_set_up
from chat.queries.workspace import SignUp
from chat.views.account_adapter import complete_sign_in
from chat.views.entry_forms import SetupForm
from chat.views.page_form import form_page, posted
from chatsite.proxies import address_group

Answer = Callable[[HttpRequest], HttpResponseBase]


def until_set_up(get_response: Answer) -> Answer:
    """Middleware: every address but the setup's leads there, until somebody has an account. While the
    database is away nobody can get one, so pages answer as they do then."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if _is_set_up() or request.path.startswith(setup := reverse("not-set-up")):
            return get_response(request)
        return redirect(setup)

    return answer


def _is_set_up() -> bool:
    try:
        return is_set_up()
    except (PyMongoError, DatabaseError):
        return True


@require_safe
def not_set_up(request: HttpRequest) -> HttpResponse:
    """Says how to get the link."""
    if is_set_up():
        return redirect("home")
    return render(request, "accounts/not_set_up.html")


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def setup(request: HttpRequest, token: str) -> HttpResponse:
    """The page of a link that the server printed: makes the administrator, and signs them in."""
    network = address_group(request.META["REMOTE_ADDR"])
    limits.INVITATION_LINKS.take(network)
    first_run.check_token(token)
    limits.INVITATION_LINKS.give_back(network)
    form = SetupForm(posted(request))
    if form.is_valid():
        kept = form.cleaned_data
        with form.showing_refusals():
            account = accounts.new_account(
                kept["username"], kept["password"], kept["name"], kept["email"], User.Role.ADMINISTRATOR
            )
            wanted = WorkspaceChange(name=kept["workspace"], sign_up=SignUp(kept["sign_up"]))
            user = async_to_sync(first_run.set_up)(token, account, kept["password"], wanted, kept["rooms"])
            async_to_sync(newcomers.welcome)(user)
            return complete_sign_in(request, user, reverse("room", args=[kept["rooms"][0]]), new=True)
    return form_page(request, "accounts/setup.html", {}, form)
