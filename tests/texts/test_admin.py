"""What the admin asks and says around its actions and forms, in accented English."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from chat.models import Invitation, Membership, Room, Token, User
from tests.texts.answers import NAMES, client_of, untranslated_in
from tests.texts.site import Site
from tests.texts.visible import untranslated

# The names that a deleted account has from then on: stored, and in the log.
STORED = re.compile(r"\bdeleted-[0-9a-f]{12}\b|\bDeleted account\b")


@pytest.fixture
def root(site: Site) -> Client:
    return client_of(site.owner)


def actions() -> Iterator[tuple[str, str]]:
    """The model and the name of each action that we have."""
    for model, page in admin.site._registry.items():
        if model._meta.app_label == "chat":
            for action in page.actions or ():
                yield model.__name__.lower(), str(getattr(action, "__name__", action))


def key_of(model: str, site: Site) -> Any:
    """A row on which the action does something."""
    rows = {
        "user": site.member.pk,
        "room": site.room.pk,
        "token": Token.objects.first(),
        "invitation": Invitation.objects.filter(revoked_at=None).first(),
        "event": f"{site.room.pk}/1",
        "ban": site.room.bans.get(user=site.banned).pk,
    }
    return getattr(rows[model], "pk", rows[model])


def send(client: Client, model: str, action: str, key: Any, **more: Any) -> set[str]:
    data = {"action": action, "_selected_action": key, "index": 0, **more}
    found = untranslated_in(client.post(reverse(f"admin:chat_{model}_changelist"), data, follow=True))
    return {text for text in found if not STORED.search(text)}


@pytest.mark.parametrize(("model", "action"), list(actions()))
def test_an_action_asks_and_reports_in_the_language(
    site: Site, root: Client, model: str, action: str
) -> None:
    """Asked first, then with an answer that is missing or too long, done, and done again."""
    key, confirmed = key_of(model, site), {"confirmed": "yes"}
    assert send(root, model, action, key) == set()
    assert send(root, model, action, key, **confirmed, reason="1" * 251) == set()
    for _ in range(2):
        assert send(root, model, action, key, **confirmed, reason="¶", room=site.room.pk) == set()


def test_what_an_action_may_not_do_is_told_in_the_language(site: Site, root: Client) -> None:
    confirmed = {"confirmed": "yes", "room": site.room.pk}
    for action in ("suspend", "ban_user", "kick", "delete_account"):
        assert send(root, "user", action, site.owner.pk, **confirmed) == set()
    many = [User.objects.create_user(str(name)).pk for name in range(1000, 1201)]
    assert send(root, "user", "suspend", many) == set()


FORMS: list[tuple[str, dict[str, Any]]] = [
    ("user", {}),
    ("user", {"username": "!", "usable_password": "true", "password1": "1", "password2": "2"}),
    ("user", {"username": "101", "usable_password": "true", "password1": "1", "password2": "1"}),
    ("room", {}),
    ("room", {"slug": "!", "title": "1" * 81}),
    ("room", {"slug": "1-1"}),
    ("room", {"slug": "9"}),
]


@pytest.mark.parametrize(("model", "data"), FORMS)
def test_a_form_of_the_admin_answers_in_the_language(root: Client, model: str, data: dict[str, Any]) -> None:
    answer = root.post(reverse(f"admin:chat_{model}_add"), data, follow=True)
    assert untranslated_in(answer) == set()


def test_changes_in_the_admin_answer_in_the_language(site: Site, root: Client) -> None:
    for model, key in (("user", site.member.pk), ("room", site.room.pk)):
        address = reverse(f"admin:chat_{model}_change", args=[key])
        for data in ({}, {"name": "\u202e", "title": "\u202e"}, {"name": "Ж", "title": "Ж"}):
            assert untranslated_in(root.post(address, data, follow=True)) == set()


def test_rows_are_named_in_the_language(site: Site) -> None:
    rows = [*Membership.objects.all(), *Room.objects.all(), *Token.objects.all(), *site.room.bans.all()]
    assert not [row for row in rows if untranslated(str(row), NAMES)]
