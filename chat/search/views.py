"""The search page, and what the page's scripts show of a search."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.views.decorators.http import require_safe
from msgspec import to_builtins

from chat.actors.actor import Actor
from chat.events.message import Message
from chat.models import Room, User
from chat.permissions.limits import NAME_SEARCHES
from chat.permissions.seen_rooms import seen_slugs
from chat.queries.people import FoundUser, find_users
from chat.queries.profiles import names_now
from chat.queries.sidebar import rooms_of
from chat.search import highlighting
from chat.search.days import FIRST, LAST
from chat.search.highlighting import Highlighter
from chat.search.queries import MOST_SAME, Hit, Position, SearchResults, search
from chat.search.query_language import CHOICES, LONGEST
from chat.text.plain import plain_text
from chat.views.refusals import signed_in
from chat.views.room_names import label_of
from chat.views.shell import shell
from chat.views.shown_people import shown_on
from chat.views.timeline import lit, mentioned_on, rooms_named_on

AROUND = 24  # characters before what was found, which is shown in one line
FOUND = 5  # people, and messages, that the quick switcher shows
People = dict[str, list[FoundUser]]  # of direct conversations, by room


@signed_in
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    actor, context = Actor.of(user), shell(user)
    text, best = _text(request), request.GET.get("sort") == "best"
    results = search(actor, text, _position(request), best=best)
    people = {line.room.pk: line.people for line in context["own_conversations"]}
    messages = [to_builtins(hit.message) for hit in results.hits]
    shown, seen = shown_on(messages, actor), seen_slugs(actor, rooms_named_on(messages))
    highlighter = Highlighter(results.query)
    hits = [
        _hit(hit, lit(hit.message.html, actor.author, shown.names, seen), people, highlighter)
        for hit in results.hits
    ]
    context |= {
        "text": text,
        "longest": LONGEST,
        "best": best,
        "results": results,
        "hits": hits,
        "pictures": shown.pictures,
        "older": _address(text, best, results.older),
        "newest_first": _address(text, False, Position()),
        "best_first": _address(text, True, Position()),
        "corrected": _corrected(text, results),
        "choices": CHOICES,
        "on_search": True,
    }
    return render(request, "search/page.html", context)


@signed_in
@require_safe
def quick(request: HttpRequest) -> JsonResponse:
    """The people and the newest messages that `q` finds, for the page's scripts: an excerpt of each message
    in pieces, [text, found]."""
    user: User = request.user  # type: ignore[assignment]
    actor, text = Actor.of(user), _text(request)
    NAME_SEARCHES.take_for(actor)
    results = search(actor, text, most=FOUND)
    direct = any(hit.room.is_direct for hit in results.hits)
    people = {line.room.pk: line.people for line in rooms_of(user, "")} if direct else {}
    highlighter = Highlighter(results.query)
    names = names_now(mentioned_on([to_builtins(hit.message) for hit in results.hits]))
    hits = [
        {
            "url": _place(hit),
            "room": _label(hit.room, people),
            "author": hit.message.author.name,
            "at": hit.message.at,
            "excerpt": highlighter.excerpt(_text_of(hit.message, actor, names), AROUND),
        }
        for hit in results.hits
    ]
    return JsonResponse({"people": _people(actor, text), "hits": hits})


def _people(actor: Actor, text: str) -> list[dict[str, str]]:
    """Those whom the words name, which may be begun; nobody where there are filters."""
    names = text.replace("*", "")
    if not names or ":" in names:
        return []
    return [
        {"url": reverse("person", args=[each.username]), "username": each.username, "name": each.shown_name}
        for each in find_users(actor, names)[:FOUND]
    ]


def _hit(hit: Hit, html: str, people: People, highlighter: Highlighter) -> dict[str, Any]:
    """`html`: the message, as its reader sees it."""
    message = hit.message
    if len(message.text) <= highlighting.SHORT:
        html = highlighter.html(html)
    else:
        html = highlighting.html_of(highlighter.excerpt(plain_text(html)))
    return {
        "url": _place(hit),
        "room_label": _label(hit.room, people),
        "is_archived": hit.room.is_archived,
        "author": to_builtins(message.author),
        "at": timezone.localtime(datetime.fromisoformat(message.at)),
        "html": html,
        "files": [highlighting.html_of(highlighter.pieces(name)) for name in _files(message)],
        "edited": bool(message.edited),
    }


def _place(hit: Hit) -> str:
    """The message in its room; where only a thread shows it, in the thread."""
    message, room = hit.message, hit.room.get_absolute_url()
    if message.is_shown:
        return f"{room}?at={message.seq}#m{message.seq}"
    return f"{room}threads/{message.thread}/?at={message.seq}#thread-m{message.seq}"


def _text_of(message: Message, reader: Actor, names: dict[str, str]) -> str:
    """In one line, with the names of its files behind it."""
    return " ".join([plain_text(lit(message.html, reader.author, names, ())), *_files(message)]).strip()


def _files(message: Message) -> list[str]:
    return [file.name for file in message.files or ()]


def _label(room: Room, people: People) -> str:
    if room.is_direct and room.pk not in people:
        return gettext("a direct conversation")
    return label_of(room, people.get(room.pk, []))


def _corrected(text: str, results: SearchResults) -> str:
    """The address of the same search with the word that was probably meant."""
    if results.meant is None:
        return ""
    wrong, meant = results.meant
    return _address(highlighting.replaced(text, wrong, meant), False, Position())


def _text(request: HttpRequest) -> str:
    return request.GET.get("q", "")[: LONGEST + 1].strip()


def _position(request: HttpRequest) -> Position:
    """The newest for what is none."""
    try:
        at = parse_datetime(request.GET.get("at", "")[:40])
        skip = int(request.GET.get("skip", "0")[:6])
    except ValueError:
        return Position()
    if at is not None and (at.tzinfo is None or not FIRST <= at.year <= LAST):
        return Position()
    return Position(at, max(0, min(skip, MOST_SAME)))


def _address(text: str, best: bool, position: Position | None) -> str:
    """The page that begins there; empty for None."""
    if position is None:
        return ""
    asked = {"q": text, "sort": "best" if best else ""}
    asked |= {"at": position.at.isoformat() if position.at else "", "skip": str(position.skip or "")}
    return "?" + urlencode({name: value for name, value in asked.items() if value})
