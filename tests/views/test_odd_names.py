"""Names that were stored before there were rules: no page fails for them, and no new one is stored."""

import uuid
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from chat.models import Ban, Membership, Room, User
from chat.storage import event_log, log_appends

ODD = ["", " ", "a/b", "\u200b"]


@pytest.mark.parametrize("username", ["bob", *ODD])
@pytest.mark.parametrize("name", ["", " ", "\u200b"])
def test_every_page_survives_them(as_ann: Client, ann: User, garden: Room, username: str, name: str) -> None:
    member = User(username=username, name=name, folded=username)
    banned = User(username=f"{username}/banned", name=name, folded=f"{username}/banned")
    User.objects.bulk_create([member, banned])
    Membership.objects.create(room=garden, user=member)
    Ban.objects.create(room=garden, user=banned, by=ann)
    log_appends.insert([said(garden, member)])
    details = "/rooms/garden/people/"
    for path in ("/rooms/garden/", details, "/rooms/garden/1/", "/rooms/garden/leave/", "/rooms/"):
        assert as_ann.get(path).status_code == 200, path
    own = Client()
    own.force_login(member)
    for path in ("/rooms/garden/", "/settings/", "/settings/password/", "/settings/tokens/"):
        assert own.get(path).status_code == 200, path


def said(room: Room, author: User) -> event_log.Document:
    return {
        "_id": str(uuid.uuid4()),
        "room": room.pk,
        "seq": 1,
        "kind": "message",
        "author": author.pk.hex,
        "author_username": author.username,
        "author_name": author.name,
        "at": datetime.now(UTC),
        "text": "hello",
    }


@pytest.mark.parametrize("username", ODD)
def test_no_new_account_gets_such_a_user_name(transactional_db: None, username: str) -> None:
    with pytest.raises(ValidationError):
        User(username=username).save()
    assert not User.objects.exists()
