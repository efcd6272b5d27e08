"""What is done with one message, by plain forms: react, edit, take back; and what moderators do."""

import uuid
from typing import Any

from asgiref.sync import async_to_sync
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from chat import queries
from chat.access import room_by_slug
from chat.actions import messages
from chat.errors import Code, Refused, not_found
from chat.forms import EditForm, ReactForm, ReasonForm
from chat.models import Room, User
from chat.views.refusals import done, signed_in
from chat.views.room import moderates, role_of
from chat.views.shell import shell
from chat.views.timeline import rows

QUICK = ["👍", "✅", "❤️", "🎉", "👀"]


@signed_in
@require_safe
def message(request: HttpRequest, slug: str, seq: int) -> HttpResponse:
    """A message on a page of its own, with everything that may be done with it."""
    user: User = request.user  # type: ignore[assignment]
    return show(request, user, room_by_slug(user, slug), seq)


def show(
    request: HttpRequest, user: User, found: Room, seq: int, form: EditForm | None = None
) -> HttpResponse:
    event = queries.message_at(found.pk, seq)
    if event is None:
        raise not_found(messages.NO_MESSAGE)
    [_, row] = rows([event], user.username, 0, queries.badges(found.pk))
    mine = {chip["emoji"] for chip in row.reactions if chip["mine"]}
    context = shell(user, found) | {
        "row": row,
        "alone": True,
        "mine": event["author"]["id"] == str(user.pk),
        "moderates": moderates(role_of(user, found), user),
        "quick": [(emoji, emoji in mine) for emoji in QUICK],
        "edit": form or EditForm(initial={"text": event["text"]}),
        "react": ReactForm(),
        "why": ReasonForm(),
        "text_limit": settings.WICK_TEXT,
    }
    return render(request, "message.html", context, status=400 if form else 200)


@signed_in
@require_POST
def edit(request: HttpRequest, slug: str, seq: int) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    found = room_by_slug(user, slug)
    form = EditForm(request.POST)
    if form.is_valid():
        try:
            return act(request, messages.edit, found, seq, form.cleaned_data["text"])
        except Refused as no:
            if no.code not in (Code.TOO_LONG, Code.EMPTY):
                raise
            form.add_error("text", str(no))
    return show(request, user, found, seq, form)


@signed_in
@require_POST
def react(request: HttpRequest, slug: str, seq: int) -> HttpResponse:
    found = room_by_slug(request.user, slug)  # type: ignore[arg-type]
    form = ReactForm(request.POST)
    if not form.is_valid():
        raise Refused(Code.BAD_FRAME, "That is no emoji.")
    put, take = form.cleaned_data["put"], form.cleaned_data["take"]
    return act(request, messages.react, found, seq, put or take, bool(put))


@signed_in
@require_POST
def delete(request: HttpRequest, slug: str, seq: int) -> HttpResponse:
    """One's own, or, for a moderator, anyone's, with a reason."""
    found = room_by_slug(request.user, slug)  # type: ignore[arg-type]
    return act(request, messages.delete, found, seq, reason(request))


@signed_in
@require_POST
def restore(request: HttpRequest, slug: str, seq: int) -> HttpResponse:
    found = room_by_slug(request.user, slug)  # type: ignore[arg-type]
    return act(request, messages.restore, found, seq, reason(request))


def act(request: HttpRequest, action: Any, found: Room, seq: int, *what: Any) -> HttpResponse:
    """Does it, once: a form that is sent again changes nothing that has changed already. Then back to the
    message in its room."""
    if seq >= 2**53:
        raise not_found(messages.NO_MESSAGE)
    async_to_sync(action)(request.user, found.pk, str(uuid.uuid4()), seq, *what)
    return done(request, lambda: place(found, seq))


def reason(request: HttpRequest) -> str:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise Refused(Code.TOO_LONG, "A reason has 250 characters at most.")
    return str(form.cleaned_data["reason"])


def place(found: Room, seq: int) -> str:
    """Where a message stands in its room: on the newest page, if that reaches back to it."""
    page = queries.newest_page(found.pk)
    newest = bool(page) and page[0]["seq"] <= seq
    before = "" if newest else f"?before={seq + 1}"
    return f"{reverse('room', args=[found.slug])}{before}#m{seq}"
