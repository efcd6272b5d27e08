"""The page where one sets one's notifications, and what its scripts ask for."""

from functools import cache
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chat.actions import email_addresses
from chat.models import User
from chat.notifications import actions, queries, vapid
from chat.notifications.actions import NewSubscription
from chat.notifications.forms import DEFAULT, PreferencesForm
from chat.notifications.unsubscribing import user_of
from chat.views.page_form import form_page, posted
from chat.views.refusals import done, signed_in
from chat.views.shell import shell

ROOMS = 100  # of one page of the list of rooms


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    own = queries.preferences_of(user)
    minutes = DEFAULT if own.email_minutes is None else str(own.email_minutes)
    initial = {"level": own.level, "email_minutes": minutes, "push_text": own.push_text}
    form = PreferencesForm(posted(request), initial=initial)
    if form.is_valid():
        actions.set_preferences(user, **form.preferences())
        notes.success(request, _("Your notification settings are saved."))
        return redirect("notifications:settings")
    context = shell(user)
    return form_page(request, "notifications/settings.html", context | _shown(request, user, context), form)


def _shown(request: HttpRequest, user: User, context: dict[str, object]) -> dict[str, object]:
    """What stands on the page beside the form."""
    lines = [*context["own_rooms"], *context["own_conversations"]]  # type: ignore[misc]
    asked = request.GET.get("rooms", "")
    first = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0
    return {
        "devices": queries.devices_of(user, request.session.session_key or ""),
        "choices": queries.room_choices(user, lines[first : first + ROOMS]),
        "levels": queries.levels(),
        "more_rooms": first + ROOMS if len(lines) > first + ROOMS else None,
        "mail_works": settings.MAIL_WORKS,
        "is_confirmed": email_addresses.is_confirmed(user),
    }


@signed_in
@require_POST
def rooms(request: HttpRequest) -> HttpResponse:
    """The levels of the rooms of the form: `room:` and an id each. Only what was changed is stored."""
    user: User = request.user  # type: ignore[assignment]
    asked = {name[5:]: str(value) for name, value in request.POST.items() if name.startswith("room:")}
    for room, level in queries.changed(user, dict(list(asked.items())[:ROOMS])).items():
        actions.set_room_level(user, room, level)
    notes.success(request, _("Your notification settings are saved."))
    return redirect("notifications:settings")


@signed_in
@require_POST
def key(request: HttpRequest) -> HttpResponse:
    """The key for which browsers subscribe. By POST, since it is made when it is first asked for."""
    return HttpResponse(vapid.public_key(), content_type="text/plain")


@signed_in
@require_POST
def subscribe(request: HttpRequest) -> HttpResponse:
    """A browser subscribes; the script that asks knows what to do next."""
    user: User = request.user  # type: ignore[assignment]
    given = request.POST
    new = NewSubscription(
        endpoint=given.get("endpoint", ""),
        public_key=given.get("p256dh", ""),
        secret=given.get("auth", ""),
        session=request.session.session_key or "",
        device=request.headers.get("user-agent", ""),
    )
    actions.subscribe(user, new)
    return done(request, lambda: reverse("notifications:settings"))


@signed_in
@require_POST
def unsubscribe_device(request: HttpRequest, id: UUID) -> HttpResponse:
    """Somebody else's is not there, and one that is not there has ended."""
    user: User = request.user  # type: ignore[assignment]
    actions.unsubscribe(user, id)
    notes.success(request, _("This device gets no more push notifications."))
    return done(request, lambda: reverse("notifications:settings"))


@signed_in
@require_POST
def test_device(request: HttpRequest, id: UUID) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    page = reverse("notifications:settings")
    actions.send_test(user, id, page)
    notes.success(request, _("A test notification is on its way."))
    return done(request, lambda: page)


@csrf_exempt  # mail programs send the form without having seen a page (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe_email(request: HttpRequest, token: str) -> HttpResponse:
    """Ends the mails of what was missed, by one press and without signing in. Opening it does not: programs
    that look into mail open its links."""
    user = user_of(token)
    if user is None:
        raise Http404
    is_done = request.method == "POST"
    if is_done:
        actions.end_email(user)
    return render(request, "notifications/unsubscribe.html", {"is_done": is_done})


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. It stands above all pages of the site, whose notifications it handles."""
    response = HttpResponse(_script(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@cache
def _script() -> bytes:
    return (Path(settings.BASE_DIR) / "static" / "worker" / "push.js").read_bytes()
