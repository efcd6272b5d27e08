"""Where one is signed in: a list, and ending a session or all others."""

from django.contrib import messages as notes
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chat.actions import sessions
from chat.models import User
from chat.queries.sessions import sessions_of
from chat.views.refusals import signed_in
from chat.views.shell import shell


@signed_in
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    context = shell(user) | {"sessions": sessions_of(user, request.session.session_key)}
    return render(request, "settings/sessions.html", context)


@signed_in
@require_POST
def end(request: HttpRequest, document: str) -> HttpResponse:
    """Ends a session; somebody else's is not there, and one that is not there has ended."""
    user: User = request.user  # type: ignore[assignment]
    sessions.end(user, document)
    notes.success(request, _("Signed out there."))
    return redirect("settings-sessions")


@signed_in
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """Everywhere but here."""
    user: User = request.user  # type: ignore[assignment]
    sessions.end_others(user, request.session.session_key)
    notes.success(request, _("Signed out everywhere else."))
    return redirect("settings-sessions")
