"""All rooms: look around, open one, join, leave, say what one is for."""

from asgiref.sync import async_to_sync
from django.contrib import messages as notes
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chat import queries
from chat.access import room_by_slug
from chat.actions import rooms
from chat.errors import Refused
from chat.forms import DescribeForm, OpenRoomForm
from chat.models import User
from chat.queries import ListedRoom
from chat.views.refusals import signed_in
from chat.views.shell import shell

SHOWN = 200  # rooms of one page


@signed_in
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Every public room; `?q=` narrows by name and topic, `?show=` to mine or the others."""
    user: User = request.user  # type: ignore[assignment]
    listed = queries.public_rooms(user)
    words, which = request.GET.get("q", "").strip(), request.GET.get("show", "all")
    found = [line for line in listed if matches(line, words, which)]
    queries.count_members(found[:SHOWN])
    context = shell(user) | {
        "listed": found[:SHOWN],
        "more": len(found) - SHOWN,
        "count": len(listed),
        "mine": sum(line.joined for line in listed),
        "words": words,
        "which": which,
        "view": "list" if "list" in request.GET else "room",
    }
    return render(request, "rooms.html", context)


def matches(line: ListedRoom, words: str, which: str) -> bool:
    wanted = {"mine": line.joined, "others": not line.joined}.get(which, True)
    text = f"{line.room.slug} {line.room.title} {line.room.topic}".casefold()
    return wanted and all(word in text for word in words.casefold().split())


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def open_room(request: HttpRequest) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    form = OpenRoomForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kept = form.cleaned_data
        try:
            return redirect(async_to_sync(rooms.create)(user, kept["slug"], "", kept["topic"]))
        except Refused as no:
            form.add_error("slug", str(no))
    return render(request, "open_room.html", shell(user) | {"form": form})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: HttpRequest, slug: str) -> HttpResponse:
    """What a room is for; its moderators change it."""
    user: User = request.user  # type: ignore[assignment]
    found = room_by_slug(user, slug)
    form = DescribeForm(request.POST or None, initial={"topic": found.topic})
    if request.method == "POST" and form.is_valid():
        async_to_sync(rooms.describe)(user, found.pk, title=found.title, topic=form.cleaned_data["topic"])
        return redirect(found)
    return render(request, "describe.html", shell(user, found) | {"form": form})


@signed_in
@require_POST
def join(request: HttpRequest, slug: str) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    found = room_by_slug(user, slug)
    async_to_sync(rooms.join)(user, found.pk)
    return redirect(found)


@signed_in
@require_POST
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    found = room_by_slug(user, slug)
    async_to_sync(rooms.leave)(user, found.pk)
    notes.info(request, f"You left #{found.slug}.")
    return redirect("rooms")
