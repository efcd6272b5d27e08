"""No address answers with an error of the server, whatever stands in its path, its query or its form."""

import uuid

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from chat.models import User
from tests.addresses import addresses
from tests.test_page_costs import fill

NUMBERS = ["-1", "0", "99999999999999999", "9" * 400, "1e9", "٣"]
TEXTS = [" ", "a\0b", "x" * 5000, "\u202e", "(", "[", "\\", "$ne", "@", "@\0", "/"]
PLACES = ["room-0/", "room-0/" + "9" * 18, "room-0/" + "9" * 30, "room-0/0", "\0/1", str(uuid.uuid4())]
WILD = [*NUMBERS, *TEXTS, *PLACES]

ASKED = {
    "home": ["next"],
    "rooms": ["q", "show", "after", "list"],
    "room": ["before", "reply", "details"],
    "conversation-new": ["q", "with"],
    "mentionable": ["start"],
    "mentionable-names": ["id"],
    "mentionable-absent": ["name"],
    "room-names": ["name"],
    "room-day": ["date"],
    "message-versions": ["before"],
    "kept": ["before"],
    "sign-in": ["next"],
    "sign-up": ["next"],
}
OF_LISTS = dict.fromkeys(("p", "q"), WILD) | {
    key: ["\0", "99999-01-01"]
    for key in (
        *("o", "e", "all", "_popup", "_to_field", "kind", "state", "standing", "_changelist_filters"),
        *("id", "id__in", "pk", "room", "user__username", "seq__gt", "at__year", "created_at__gte"),
    )
}
ARGUMENTS = {
    "slug": ["room-0", "nowhere", "x" * 5000, "_"],
    "room_id": ["room-0", "a\0b", "x" * 5000, "\u202e"],
    "username": ["root", "a\0b", "x" * 5000, "ROOT", "\u202e"],
    "seq": ["1", "0", "9" * 15],
    "object_id": ["room-0", "_00", "a\0b", "x" * 5000, "9" * 25, "_FF_FE", str(uuid.uuid4())],
    "language": ["en", "xx", "en-us", "x" * 5000, "_"],
    "digest": ["0" * 16, "x" * 5000, "_"],
    "id": ["1", "a\0b", str(uuid.uuid4()), "9" * 25],
    "provider_id": ["oidc", "_", "x" * 5000],
    "key": ["x", "_", "x" * 5000],
    "document": ["0" * 24, "x" * 24, "0" * 25],
    "owner": ["0" * 32, "x" * 32],
    "content": ["0" * 32, "x" * 5000],
    "size": ["64", "1", "9" * 25],
    "name": ["a.txt", "a\0b", "x" * 5000, "\u202e"],
    "app_label": ["chat", "auth"],
    "content_type_id": ["1", "9" * 25, "a\0b"],
    "uidb64": ["x", "\0", "MQ", "9" * 25, "x" * 5000],
    "token": ["y", "\0", "set-password", "x" * 5000],
}


@pytest.fixture
def root(db: None) -> Client:
    fill(2)
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(username="root"))
    return client


def paths(arguments: bool = True) -> list[tuple[str, str]]:
    """Every address by its name: with each wild argument in turn, or with the first of each."""
    found = []
    for name, names in addresses():
        if "logout" in name or "sign-out" in name:
            continue
        first = {each: ARGUMENTS[each][0] for each in names}
        turns = [first | {each: value} for each in names for value in ARGUMENTS[each]] if arguments else []
        for filled in turns or [first]:
            try:
                found.append((name, reverse(name, kwargs=filled)))
            except NoReverseMatch:
                continue  # no address at all
    return found


def test_whatever_stands_in_the_path(root: Client) -> None:
    failed = [path for _, path in paths() if root.get(path).status_code >= 500]
    assert failed == []


def test_whatever_stands_in_the_query(root: Client) -> None:
    failed = []
    for name, path in paths(arguments=False):
        asked = OF_LISTS if "changelist" in name else dict.fromkeys(ASKED.get(name, []), WILD)
        for key, values in asked.items():
            failed += [(name, key, v[:30]) for v in values if root.get(path, {key: v}).status_code >= 500]
    assert failed == []
