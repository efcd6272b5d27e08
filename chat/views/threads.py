"""A thread beside its room, with a form to reply with: no scripts needed."""

import uuid

from asgiref.sync import async_to_sync
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST
from msgspec import to_builtins

from chat.actions import followed_threads, messages
from chat.actors.actor import Actor
from chat.events.message import Message
from chat.models import User
from chat.permissions.room_access import Standing, room_by_slug, standing
from chat.protocol.errors import no_message
from chat.queries import timeline
from chat.queries.followed_threads import follows
from chat.views import room
from chat.views.forms import PostForm
from chat.views.opening import MOST, position
from chat.views.refusals import done, signed_in
from chat.views.thread_rows import OpenThread

NEWEST = 2**53 - 1  # no seq is beyond


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: HttpRequest, slug: str, seq: int) -> HttpResponse:
    """GET shows its newest replies, or those around the one of `?at=`, or older ones than `?before=`; POST
    replies."""
    user: User = request.user  # type: ignore[assignment]
    here = standing(user, slug)
    where = f"{here.room.get_absolute_url()}threads/{seq}/"
    if request.path != where:
        return redirect(where)
    if request.method == "POST":
        return reply(request, user, here, seq)
    return show(request, user, here, seq, PostForm(initial={"id": uuid.uuid4()}))


def reply(request: HttpRequest, user: User, here: Standing, seq: int) -> HttpResponse:
    """Posts the form; its id makes a second press of the button the same reply."""
    form = PostForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, user, here, seq, form, status=400)
    kept, found = form.cleaned_data, here.room
    with form.showing_refusals():
        files = room.receive_files(Actor.of(user), request)
        posted = async_to_sync(messages.post)(
            user, found.pk, str(kept["id"]), kept["text"], thread=seq, also=kept["also"], files=files
        )
    if form.refusal:
        return show(request, user, here, seq, form, status=400)
    return redirect(f"{found.get_absolute_url()}threads/{seq}/?at={posted}#thread-m{posted}")


def show(
    request: HttpRequest, user: User, here: Standing, seq: int, form: PostForm, status: int = 200
) -> HttpResponse:
    """The room with the thread beside it. The address of a reply as that of a thread leads to its thread."""
    at = position(request.GET.get("at", ""))
    before = min(at + MOST // 2, NEWEST) if at else position(request.GET.get("before", "")) or NEWEST
    limit = min(MOST, settings.WICK_PAGE)
    found = timeline.thread_before(here.room.pk, seq, before, limit + 1)
    if not found or found[0].seq != seq or not isinstance(found[0], Message):
        raise no_message()
    root, *replies = to_builtins(found)
    if root.get("thread"):
        return redirect(f"{here.room.get_absolute_url()}threads/{root['thread']}/?at={seq}#thread-m{seq}")
    following = here.room.is_direct or follows(Actor.of(user), here.room.pk, seq)
    pane = OpenThread(root, replies[-limit:], len(replies) > limit, following, form, at)
    written = PostForm(initial={"id": uuid.uuid4()})  # in the room
    return room.show(request, user, here, written, status, thread=pane)


@signed_in
@require_POST
def follow(request: HttpRequest, slug: str, seq: int) -> HttpResponse:
    """Follows a thread, or no longer where the form says `on=`."""
    user: User = request.user  # type: ignore[assignment]
    found = room_by_slug(user, slug)
    async_to_sync(followed_threads.follow_thread)(user, found.pk, seq, bool(request.POST.get("on", "1")))
    return done(request, lambda: f"{found.get_absolute_url()}threads/{seq}/")
