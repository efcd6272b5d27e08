"""What is done with one message, by plain forms: react, edit, delete; and what moderators do."""

import uuid
from typing import Any

from asgiref.sync import async_to_sync
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from chat.actions import messages
from chat.actors.actor import Actor
from chat.models import Room, User
from chat.permissions.room_access import Standing, room_by_slug, standing
from chat.permissions.seen_rooms import seen_slugs
from chat.protocol.errors import Code, Refused, no_message
from chat.queries import timeline
from chat.queries.members import moderators_of
from chat.views.forms import EditForm, ReactForm, ReasonForm
from chat.views.refusals import done, signed_in
from chat.views.room import may_pin, moderates
from chat.views.shell import shell
from chat.views.shown_people import people_on, shown_people
from chat.views.timeline import rooms_named_on, rows

QUICK = ["👍", "✅", "❤️", "🎉", "👀"]


@signed_in
@require_safe
def message(request: HttpRequest, slug: str, seq: int) -> HttpResponse:
    """A message on a page of its own, with everything that may be done with it."""
    user: User = request.user  # type: ignore[assignment]
    return show(request, user, standing(user, slug), seq)


def show(
    request: HttpRequest, user: User, here: Standing, seq: int, form: EditForm | None = None
) -> HttpResponse:
    found = here.room
    event = timeline.message_at(found.pk, seq)
    if event is None:
        raise no_message()
    actor = Actor.of(user)
    known, seen = moderators_of(found.pk, people_on([event])), seen_slugs(actor, rooms_named_on([event]))
    people = shown_people(known.others, actor)
    found_rows = rows([event], actor.author, None, known.badges, people.names, seen, root=seq)
    row = found_rows[1]
    mine = {chip["emoji"] for chip in row.reactions if chip["mine"]}
    context = shell(user, found) | {
        "row": row,
        "pictures": people.pictures,
        "alone": True,
        "mine": event["author"]["id"] == str(user.pk),
        "moderates": moderates(here, user),
        "may_pin": may_pin(here, moderates(here, user)),
        "quick": [(emoji, emoji in mine) for emoji in QUICK],
        "edit": form or EditForm(initial={"text": event["text"]}),
        "react": ReactForm(),
        "why": ReasonForm(),
        "text_limit": settings.WICK_TEXT,
    }
    return render(request, "rooms/message.html", context, status=400 if form else 200)


@signed_in
@require_POST
def edit(request: HttpRequest, slug: str, seq: int) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    here, form = standing(user, slug), EditForm(request.POST)
    if form.is_valid():
        with form.showing_refusals():
            return act(request, messages.edit, here.room, seq, form.cleaned_data["text"])
    return show(request, user, here, seq, form)


@signed_in
@require_POST
def react(request: HttpRequest, slug: str, seq: int) -> HttpResponse:
    found = room_by_slug(request.user, slug)  # type: ignore[arg-type]
    form = ReactForm(request.POST)
    if not form.is_valid():
        raise Refused(Code.BAD_FRAME, _("That is not an emoji."))
    add, remove = form.cleaned_data["add_emoji"], form.cleaned_data["remove_emoji"]
    return act(request, messages.react, found, seq, add or remove, bool(add))


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
        raise no_message()
    async_to_sync(action)(request.user, found.pk, str(uuid.uuid4()), seq, *what)
    return done(request, lambda: place(found, seq))


def reason(request: HttpRequest) -> str:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise Refused(Code.TOO_LONG, _("A reason has 250 characters at most."))
    return str(form.cleaned_data["reason"])


def place(found: Room, seq: int) -> str:
    """Where a message stands in its room."""
    return f"{found.get_absolute_url()}?at={seq}#m{seq}"
