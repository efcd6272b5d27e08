"""The tokens of one's own programs."""

from uuid import UUID

from asgiref.sync import async_to_sync
from django.contrib import messages as notes
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chat.actions import tokens
from chat.models import User
from chat.views.refusals import signed_in
from chat.views.shell import shell

SHOWN = 200  # tokens of one page, newest first


@signed_in
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    context = shell(user) | {"tokens": user.tokens.all()[:SHOWN], "now": timezone.now()}
    return render(request, "settings/tokens.html", context)


@signed_in
@require_POST
def revoke(request: HttpRequest, id: UUID) -> HttpResponse:
    """Ends a token; somebody else's is not there, and one that is not there has ended."""
    user: User = request.user  # type: ignore[assignment]
    async_to_sync(tokens.revoke_own)(user, str(id))
    notes.success(request, _("The token is revoked."))
    return redirect("settings-tokens")
