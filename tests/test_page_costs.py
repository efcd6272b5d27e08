"""What a page asks of MongoDB does not grow with what there is: every address, with little and with much."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from chat.files.models import File, FileState
from chat.models import (
    AuditEntry,
    Ban,
    Event,
    Instance,
    Invitation,
    Marker,
    Membership,
    Notice,
    Room,
    Token,
    User,
)
from chat.storage import event_log
from tests.addresses import addresses
from tests.mongo.sent_commands import commands

MOST = 10  # commands of one page
OF_TWO = {"room-thread": 14}  # a room and a thread of it on one page
KEPT = {"uploads"}  # addresses that keep for a while what they asked for somebody
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
LITTLE, MUCH = 1, 300  # rooms, and events of one of them
PEOPLE = 120  # at most: more than MongoDB gives in one reply unasked
MODELS: tuple[Any, ...] = (
    *(User, Room, Membership, Ban, Marker, Event, Token, AuditEntry, Notice, Instance, Group, LogEntry),
    *(Invitation, File),
)

SEARCHES = {
    "rooms": ["?q=room", "?q=nothing", "?show=mine", "?show=others", "?after=room-0"],
    "people": ["?q=person", "?q=nothing", "?after=person1"],
    "person": ["?room=room-0"],
    "person-card": ["?room=room-0"],
    "room": ["?details", "?before=2", "?reply=1"],
    "admin:chat_event_changelist": ["?q=room-0/", "?q=room-0/1", "?q=@root", "?q=words", "?kind=reaction"],
    "admin:chat_user_changelist": ["?q=person", "?standing=staff"],
    "admin:chat_room_changelist": ["?q=room", "?state=open"],
    "admin:chat_ban_changelist": ["?q=banned0"],
    "admin:chat_auditentry_changelist": ["?q=root"],
    "admin:chat_token_changelist": ["?q=root"],
    "admin:files_file_changelist": ["?q=person0"],
    "admin:chat_invitation_changelist": ["?q=person0", "?q=a@example.org"],
}


def fill(number: int) -> User:
    """So many of everything; in each room root has an unread mention, changed, with a reaction."""
    root = User.objects.create_superuser("root", name="Root")
    people = _people("person", min(number, PEOPLE), is_staff=True)
    banned = _people("banned", min(number, PEOPLE))
    rooms = [Room(id=f"room-{n}", slug=f"room-{n}", topic="words") for n in range(number)]
    Room.objects.bulk_create(rooms)
    owner = Membership.Role.OWNER
    Membership.objects.bulk_create(Membership(room=room, user=root, role=owner) for room in rooms)
    first = rooms[0]
    Membership.objects.bulk_create(Membership(room=first, user=each, role="moderator") for each in people)
    Ban.objects.bulk_create(Ban(room=first, user=each, by=root) for each in banned)
    Marker.objects.bulk_create(Marker(room=room, user=root, seq=0) for room in rooms)
    event_log.collection().insert_many(events(first, people, number + 3))
    if rooms[1:]:
        event_log.collection().insert_many(event for room in rooms[1:] for event in events(room, people, 4))
    kind = ContentType.objects.get_for_model(User)
    Token.objects.bulk_create(Token(user=each, digest=each.username) for each in people)
    Invitation.objects.bulk_create(
        Invitation(digest=f"{n}", made_by=people[0], rooms=["room-0"], uses=9, expires_at=NOON)
        for n in range(number)
    )
    File.objects.bulk_create(
        File(owner=each, name="a.txt", length=1, size=1, state=FileState.READY, created_at=NOON)
        for each in people
    )
    Notice.objects.bulk_create(Notice(seq=seq, kind="news", at=NOON) for seq in range(1, number + 1))
    Group.objects.bulk_create(Group(name=each.username) for each in people)
    AuditEntry.objects.bulk_create(
        AuditEntry(by=root, by_name="root", action="ban", user=each, room=first) for each in people
    )
    LogEntry.objects.bulk_create(
        LogEntry(user=root, content_type=kind, object_id=str(each.pk), action_flag=CHANGE) for each in people
    )
    Instance.objects.bulk_create(
        Instance(name=f"wick-{n}", started_at=NOON, seen_at=NOON, pid=n) for n in range(number)
    )
    return root


def _people(name: str, number: int, **more: bool) -> list[User]:
    made = [User(username=f"{name}{n}", folded=f"{name}{n}", **more) for n in range(number)]
    User.objects.bulk_create(made)
    return made


def events(room: Room, people: list[User], number: int) -> Iterator[event_log.Document]:
    """By fours: a message, an edit, a reaction, and another message."""
    for seq in range(1, number + 1):
        author, part = people[seq % len(people)], seq % 4
        stored = {
            "_id": f"{room.pk}/{seq}",
            "room": room.pk,
            "seq": seq,
            "kind": {2: "edit", 3: "reaction"}.get(part, "message"),
            "author": author.pk.hex,
            "author_username": author.username,
            "author_name": author.username,
            "at": NOON + (timedelta(seconds=seq) if room.pk == "room-0" else timedelta(days=seq)),
        }
        yield stored | {
            2: {"text": "more words for @root", "target": seq - 1},
            3: {"target": seq - 2, "emoji": "👍", "on": True},
        }.get(part, {"text": "words for @root"})


def arguments_of(root: User) -> dict[str, object]:
    """A value for each name of an argument in an address."""
    return {
        "slug": "room-0",
        "seq": 1,
        "username": "person0",
        "uidb64": "x",
        "token": "y",
        "id": root.pk,
        "document": "0" * 24,
        "key": "x",
        "provider_id": "oidc",
        "owner": root.pk.hex,
        "content": "0" * 32,
        "size": 64,
        "app_label": "chat",
        "content_type_id": ContentType.objects.get_for_model(Room).pk,
    }


def object_ids() -> dict[str, object]:
    """One row of each list of the admin."""
    models = (AuditEntry, Ban, Event, File, Group, Instance, Invitation, Notice, Room, Token, User)
    return {each._meta.label_lower.replace(".", "_"): each._default_manager.first().pk for each in models}  # type: ignore[union-attr]


def pages(root: User) -> Iterator[tuple[str, str]]:
    """Every address of the site, with the searches of the lists, and a name for each."""
    known, rows = arguments_of(root), object_ids()
    for name, arguments in addresses():
        row = rows.get(name.removeprefix("admin:").rpartition("_")[0], "room-0")
        filled = {each: known.get(each, row) for each in arguments}
        for search in ["", *SEARCHES.get(name, [])]:
            yield name + search, reverse(name, kwargs=filled) + search
    for model, field in (("ban", "room"), ("ban", "user")):
        search = f"?app_label=chat&model_name={model}&field_name={field}&term=room"
        yield f"admin:autocomplete {field}", reverse("admin:autocomplete") + search


def costs(root: User, viewer: User, *, looked_at: bool) -> dict[str, list[str]]:
    """The commands of each page, which somebody has looked at before in this process: now, or earlier, where
    it was `looked_at`."""
    client = Client()
    client.force_login(viewer)
    client.get("/rooms/")  # the first request of a session stores when that was used
    found = {}
    for name, path in pages(root):
        if "logout" in name or "sign-out" in name:
            continue  # which would end the session
        if not looked_at or name in KEPT:
            client.get(path)
        with commands() as sent:
            answer = client.get(path)
        assert answer.status_code < 500, path
        found[name] = sent
    return found


VIEWERS: dict[str, Callable[[User], User]] = {
    "an administrator": lambda root: root,
    "somebody of the staff": lambda root: User.objects.get(username="person0"),
    "somebody new": lambda root: User.objects.create_user("somebody"),
}


@pytest.fixture
def measured(db: None) -> dict[int, dict[str, list[str]]]:
    """The commands of all pages for each viewer, with little and with much in the database."""
    found: dict[int, dict[str, list[str]]] = {}
    for number in (LITTLE, MUCH):
        for model in MODELS:
            model._default_manager.all().delete()
        root = fill(number)
        found[number] = {
            f"{name}, for {called}": sent
            for called, viewer in VIEWERS.items()
            for name, sent in costs(root, viewer(root), looked_at=number == MUCH).items()
        }
    return found


def test_every_page_sends_few_commands_however_much_there_is(
    measured: dict[int, dict[str, list[str]]], subtests: pytest.Subtests
) -> None:
    assert measured[LITTLE].keys() == measured[MUCH].keys()
    for name, sent in measured[MUCH].items():
        with subtests.test(name):
            assert sent == measured[LITTLE][name]
            assert len(sent) <= OF_TWO.get(name.split(",")[0], MOST), sent
