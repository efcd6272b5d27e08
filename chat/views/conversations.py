"""Direct conversations: whom to write to."""

from asgiref.sync import async_to_sync
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from chat.actions.conversations import open_conversation
from chat.actors.actor import Actor
from chat.models import User
from chat.models.room import MOST_PEOPLE
from chat.protocol.errors import no_user
from chat.views.people_picker import people_picker
from chat.views.refusals import for_script, signed_in
from chat.views.shell import shell


@signed_in
@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """Whom to write to, by search."""
    user: User = request.user  # type: ignore[assignment]
    picker = people_picker(Actor.of(user), request.GET, without=[user.pk])
    context = shell(user) | {"picker": picker, "is_full": len(picker.chosen) >= MOST_PEOPLE - 1}
    return render(request, "conversations/new.html", context)


@signed_in
@require_POST
def open_with(request: HttpRequest) -> HttpResponse:
    """Opens the conversation with the people that `with` names; with nobody, the notes to oneself. Our
    scripts are told its address."""
    user: User = request.user  # type: ignore[assignment]
    picker = people_picker(Actor.of(user), request.POST, without=[])
    if picker.missing:
        raise no_user()
    address = async_to_sync(open_conversation)(user, picker.ids).get_absolute_url()
    return HttpResponse(address, content_type="text/plain") if for_script(request) else redirect(address)
