"""A room's page, with its newest history in the HTML and a form to post with: no scripts needed."""

import uuid
from collections.abc import Collection
from typing import Any

from asgiref.sync import async_to_sync
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST
from msgspec import structs, to_builtins

from chat.actions import messages, read_markers
from chat.actors.actor import Actor
from chat.events.files import MOST_FILES, TOO_MANY
from chat.events.kinds import MESSAGE
from chat.events.shown import is_shown_as
from chat.models import Membership, Room, User
from chat.permissions.room_access import Standing, room_by_slug, standing
from chat.permissions.seen_rooms import seen_slugs
from chat.protocol.errors import Code, Refused
from chat.queries.members import members_of
from chat.queries.sidebar import SidebarRoom
from chat.storage import attached_files
from chat.storage.attached_files import WholeFile
from chat.text.durations import duration
from chat.views.forms import PostForm
from chat.views.opening import Opening, opening, position
from chat.views.refusals import signed_in
from chat.views.shell import shell, user_fields
from chat.views.shown_people import people_on, seen_profiles
from chat.views.start import LAST_ROOM
from chat.views.thread_rows import OpenThread
from chat.views.timeline import mentioned_on, rooms_named_on, rows, summary
from chatsite.languages import filled

MONTH = 30 * 86400
MEMBERS = 200  # of the details pane
INTRODUCED = 4  # at the beginning of the room


PREVIEWS = {"img-src": ["blob:"], "media-src": ["blob:"]}  # of files that are not on the server yet


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def room(request: HttpRequest, slug: str) -> HttpResponse:
    """GET shows a page of the log (chat.views.opening); POST says something."""
    user: User = request.user  # type: ignore[assignment]
    here = standing(user, slug)
    if request.path != here.room.get_absolute_url():
        return redirect(here.room)
    if request.method == "POST":
        return say(request, user, here)
    return show(request, user, here, PostForm(initial={"id": uuid.uuid4()}))


def say(request: HttpRequest, user: User, here: Standing) -> HttpResponse:
    """Posts the form; its id makes a second press of the button the same message."""
    found, form = here.room, PostForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, user, here, form, status=400)
    kept = form.cleaned_data
    with form.showing_refusals():
        files = receive_files(Actor.of(user), request)
        seq = async_to_sync(messages.post)(
            user, found.pk, str(kept["id"]), kept["text"], kept["reply_to"] or None, files=files
        )
    if form.refusal:
        return show(request, user, here, form, status=400)
    if seen := kept["seen"]:
        async_to_sync(read_markers.mark_read)(user, found.pk, seen)
    return redirect(f"{found.get_absolute_url()}?at={seq}#m{seq}")


def receive_files(actor: Actor, request: HttpRequest) -> list[str]:
    """Takes the files of a form; their ids. Raises Refused."""
    given = request.FILES.getlist("files")
    if len(given) > MOST_FILES:
        raise Refused(Code.BAD_FRAME, filled(TOO_MANY, most=MOST_FILES))
    whole = (WholeFile(file.name or "", file.content_type or "", file.read()) for file in given)
    return [attached_files.receive(actor, file) for file in whole]


def show(
    request: HttpRequest,
    user: User,
    here: Standing,
    form: PostForm,
    status: int = 200,
    thread: OpenThread | None = None,
) -> HttpResponse:
    """`thread`: the one that stands beside the room."""
    found = here.room
    context = shell(user, found)
    asked = request.GET if thread is None else QueryDict()  # else it is about the thread
    page = opening(asked, Actor.of(user), here, own_line(context, found))
    if thread is None and (address := thread_at(page)):
        return redirect(found.get_absolute_url() + address)
    events = page.events + (thread.events if thread else [])
    pane = about(user, here, people_on(events), pins=True, listed="details" in request.GET)
    people = pane["others"]
    names = {person.id: person.name for person in people}
    shown = {each.profile.id: each.profile for each in pane["members"]} | {
        person.id: person for person in seen_profiles(people, Actor.of(user))
    }
    seen = seen_slugs(Actor.of(user), rooms_named_on(events))
    context["start"] |= {
        "names": {id: names[id] for id in mentioned_on(page.events) if id in names},
        "people": [{"id": each.id, "username": each.username, "name": each.name} for each in people],
        "profiles": to_builtins([profile for profile in shown.values() if not profile.is_plain]),
        "room": live_facts(here, user, page, pane, context["room_label"]),
        "events": page.events,
        "isStaff": user.is_staff,
        "staff": pane["staff"],
    }
    context |= pane | {
        "pictures": {id: profile.picture_small for id, profile in shown.items() if profile.picture},
        "form": form,
        "rows": rows(page.events, Actor.of(user).author, page.first_unread, pane["badges"], names, seen),
        "page": page,
        "thread": thread and thread.context(Actor.of(user).author, pane["badges"], names, seen),
        "answering": answering(request, page.events),
        "text_limit": settings.WICK_TEXT,
        "may_post": pane["moderates"] or found.policy.post == "everyone",
        "slow": "" if pane["moderates"] or not found.policy.slow else duration(found.policy.slow),
    }
    context["start"]["room"]["thread"] = thread and thread.facts()
    context["start"]["room"]["people"] = [user_fields(person) for person in context["people"]]
    response = render(request, "rooms/room.html", context, status=404 if page.missing else status)
    response._csp_update = PREVIEWS  # type: ignore[attr-defined]  # its decorator takes no view with arguments
    response.set_cookie(LAST_ROOM, found.slug, max_age=MONTH, samesite="Lax", secure=settings.HTTPS)
    return response


def own_line(context: dict[str, Any], found: Room) -> SidebarRoom | None:
    """The room in the reader's lists of their own, if it is there."""
    lines = [*context["own_rooms"], *context["own_conversations"]]
    return next((line for line in lines if line.room.pk == found.pk), None)


def thread_at(page: Opening) -> str | None:
    """Where the message that the address names is, when that is a reply that only its thread shows."""
    named = next((event for event in page.events if event["seq"] == page.at), None)
    if named is None or is_shown_as(named):
        return None
    return f"threads/{named['thread']}/?at={page.at}#thread-m{page.at}"


def about(
    user: User, here: Standing, others: Collection[str] = (), *, pins: bool = False, listed: bool = True
) -> dict[str, Any]:
    """What the details pane shows: the people, who moderates, and, to those, who is banned. `others`:
    people of whom the profiles are needed besides; `pins`: are the pinned messages wanted, too? Where it is
    closed, nobody is `listed`: scripts fetch it when it opens."""
    role = here.role
    keeps_order = moderates(here, user)
    limit = MEMBERS if listed else INTRODUCED
    members = members_of(here.room.pk, limit, banned=keeps_order and listed, others=others, pins=pins)
    return {
        "details": listed,
        "members": members.members,
        "more_members": len(members.members) == MEMBERS,
        "badges": members.badges,
        "staff": members.staff,
        "role": role,
        "level": here.level,
        "levels": Membership.Level.choices,
        "favourite": here.favourite,
        "moderates": keeps_order,
        "may_add": may_add(here, keeps_order),
        "banned": members.banned,
        "others": members.others,
        "pins": members.pins,
    }


def live_facts(here: Standing, user: User, page: Opening, pane: dict[str, Any], label: str) -> dict[str, Any]:
    """What the page's scripts know of the room before the socket is open."""
    found = here.room
    return {
        "id": found.pk,
        "slug": found.slug,
        "label": label,
        "url": found.get_absolute_url(),
        "epoch": found.epoch,
        "head": page.head,
        "read": page.read,
        "unread": page.unread.count,
        "forMe": page.unread.for_me,
        "firstUnread": page.first_unread,
        "at": page.at,
        "role": pane["role"],
        "title": found.title,
        "topic": found.topic,
        "policy": structs.asdict(found.policy),
        "pins": pane["pins"],
        "archived": found.is_archived,
        "kind": found.kind or Room.Kind.PUBLIC.value,
        "drafts": here.drafts,
        "moderates": pane["moderates"],
        "badges": pane["badges"],
        "staff": user.is_staff,
    }


def moderates(here: Standing, user: User) -> bool:
    if here.room.is_direct:
        return False
    return user.is_staff or here.role in (Membership.Role.MODERATOR, Membership.Role.OWNER)


def may_pin(here: Standing, keeps_order: bool) -> bool:
    """Does the page offer to pin messages? Whether somebody may is for chat.permissions to say."""
    return not here.room.is_archived and (keeps_order or here.room.policy.pin == "everyone")


def may_add(here: Standing, keeps_order: bool) -> bool:
    """Does the page offer to add people? Whether somebody may is for chat.permissions to say."""
    room = here.room
    by_policy = bool(here.role) and room.policy.invite == "everyone"
    return not room.is_direct and not room.is_archived and (keeps_order or by_policy)


def answering(request: HttpRequest, events: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The message that `?reply=` wants to answer, if it is on this page."""
    seq = position(request.GET.get("reply", ""))
    found = (event for event in events if event["seq"] == seq and event["kind"] == MESSAGE)
    return next(
        ({**event, "plain_text": summary(event["html"], event.get("files"))} for event in found), None
    )


@signed_in
@require_POST
def mark_read(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that the page showed is read."""
    user: User = request.user  # type: ignore[assignment]
    found = room_by_slug(user, slug)
    if seq := position(request.POST.get("seq", "")):
        async_to_sync(read_markers.mark_read)(user, found.pk, seq)
    return redirect(found)
