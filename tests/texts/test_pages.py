"""Every page in accented English, for everybody who may see it: whatever is plain English in it did not come
through a catalog."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from chat.models import Token, User
from tests.addresses import addresses
from tests.texts import site as sites
from tests.texts.answers import NAMES, client_of, untranslated_in
from tests.texts.pseudo import CODE
from tests.texts.site import PASSWORD, Site
from tests.texts.visible import faults, untranslated

ENDS_THE_SESSION = {"sign-out", "admin:logout"}
TURNED = "\u202e"  # turns the direction of text, which a name may not
SEARCHES = {
    "rooms": ["?q=1", "?q=9", "?show=mine", "?show=others"],
    "room": ["?details", "?before=2", "?after=1", "?at=1", "?at=3", "?reply=1"],
    "admin:chat_event_changelist": ["?q=1-1/", "?kind=all"],
    "admin:chat_user_changelist": ["?q=101", "?standing=staff"],
    "admin:chat_room_changelist": ["?state=archived"],
}
VIEWERS: dict[str, Callable[[Site], User | None]] = {
    "nobody": lambda site: None,
    "a stranger": lambda site: site.stranger,
    "a member": lambda site: site.member,
    "a moderator": lambda site: site.moderator,
    "an owner and administrator": lambda site: site.owner,
    "somebody who is banned": lambda site: site.banned,
}


def paths(site: Site) -> Iterator[str]:
    """Every address, with the searches of lists, for rooms open and archived and messages of each kind."""
    rows = sites.rows()
    known: dict[str, Any] = {
        **{"username": "104", "uidb64": "1", "token": "1", "language": CODE, "digest": "0"},
        **{"id": Token.objects.filter(user=site.member).first().pk, "app_label": "chat"},  # type: ignore[union-attr]
        **{
            "content_type_id": 1,
            "slug": "1-1",
            "seq": 1,
            "document": "0" * 24,
            "key": "1",
            "provider_id": "1",
            "owner": "0" * 32,
            "content": "0" * 32,
            "size": 64,
        },
    }
    for name, arguments in addresses():
        if name in ENDS_THE_SESSION:
            continue
        row = rows.get(name.removeprefix("admin:").rpartition("_")[0], "1-1")
        filled = {each: known.get(each, row) for each in arguments}
        for search in ["", *SEARCHES.get(name, [])]:
            yield reverse(name, kwargs=filled) + search
        if "slug" in filled:
            yield reverse(name, kwargs=filled | {"slug": "2-2"})
        if "seq" in filled:
            yield from (reverse(name, kwargs=filled | {"seq": seq}) for seq in (2, 3, 99))
    user = urlsafe_base64_encode(force_bytes(site.member.pk))
    token = default_token_generator.make_token(site.member)
    yield reverse("password_reset_confirm", args=[user, token])


@pytest.mark.parametrize("viewer", VIEWERS)
def test_every_page_is_translated(site: Site, viewer: str, subtests: pytest.Subtests) -> None:
    client = client_of(VIEWERS[viewer](site))
    for path in paths(site):
        with subtests.test(path):
            assert untranslated_in(client.get(path, follow=True)) == set()


def post(client: Client, name: str, data: dict[str, Any], *arguments: Any) -> set[str]:
    """What of the answer to a form is not translated, and of the page that it leads to."""
    answer = client.post(reverse(name, args=arguments), data, follow=True)
    plain = client.post(reverse(name, args=arguments), data, headers={"accept": "text/plain"})
    return untranslated_in(answer) | untranslated_in(plain)


# Who sends which form with what, and to which address.
FORMS: list[tuple[str, str, dict[str, Any], list[Any]]] = [
    ("nobody", "sign-in", {}, []),
    ("nobody", "sign-in", {"username": "9", "password": "9"}, []),
    ("nobody", "sign-up", {}, []),
    ("nobody", "sign-up", {"username": "!", "password": "1", "email": "1", "name": "1" * 61}, []),
    ("nobody", "sign-up", {"username": "9", "password": PASSWORD, "name": TURNED}, []),
    ("nobody", "sign-up", {"username": "9", "password": "12345678", "name": "Ж\u0335\u0336\u0337\u0338"}, []),
    ("nobody", "sign-up", {"username": "101", "password": PASSWORD}, []),
    ("nobody", "sign-up", {"username": "123456789", "password": "123456789"}, []),
    ("nobody", "invitation", {}, ["1"]),
    ("nobody", "setup", {}, ["1"]),
    ("a member", "settings-workspace", {}, []),
    ("a member", "settings-invitations", {}, []),
    ("a member", "room-invitations", {}, ["1-1"]),
    ("a member", "room-invitations", {"days": "7", "uses": "1"}, ["1-1"]),
    ("a member", "invitation-revoke", {}, ["00000000-0000-0000-0000-000000000000"]),
    ("an owner and administrator", "settings-workspace", {}, []),
    ("an owner and administrator", "settings-workspace", {"name": "Ω", "sign_up": "domain"}, []),
    ("an owner and administrator", "settings-workspace",
     {"name": "Ω", "sign_up": "domain", "domains": "1"}, []),
    ("an owner and administrator", "settings-workspace",
     {"name": "Ω", "sign_up": "open", "default_rooms": "9"}, []),
    ("an owner and administrator", "settings-workspace",
     {"name": "Ω", "sign_up": "open", "default_rooms": "1-1"}, []),
    ("an owner and administrator", "settings-invitations", {"uses": "0"}, []),
    ("an owner and administrator", "settings-invitations",
     {"role": "guest", "days": "7", "uses": "1"}, []),
    ("an owner and administrator", "settings-invitations",
     {"role": "member", "days": "7", "uses": "1", "emails": "1"}, []),
    ("nobody", "password-reset", {"email": "1"}, []),
    ("nobody", "password-reset", {"email": "1@1.de"}, []),
    ("a member", "settings", {"name": TURNED}, []),
    ("a member", "settings", {"name": "Ω"}, []),
    ("a member", "settings", {"name": "1" * 61}, []),
    ("a member", "settings", {"name": "Ж"}, []),
    ("a member", "settings", {"theme": "1"}, []),
    ("a member", "settings", {"name": "Ж", "about": TURNED}, []),
    ("a member", "settings", {"name": "Ж", "zone": "1"}, []),
    ("a member", "settings-status", {"emoji": "1"}, []),
    ("a member", "settings-status", {"text": "1", "until": "1h"}, []),
    ("a member", "settings-status", {"clear": "1"}, []),
    ("a member", "settings-quiet", {"start": "22:00"}, []),
    ("a member", "settings-quiet", {"start": "1"}, []),
    ("a member", "settings-quiet", {"until": "1h"}, []),
    ("a member", "settings-picture", {}, []),
    ("a member", "settings-picture", {"remove": "1"}, []),
    ("a member", "person-suspend", {}, ["103"]),
    ("a moderator", "person-suspend", {}, ["999"]),
    ("an owner and administrator", "person-suspend", {}, ["103"]),
    ("an owner and administrator", "person-unsuspend", {}, ["103"]),
    ("an owner and administrator", "person-role", {"role": "1"}, ["103"]),
    ("an owner and administrator", "person-role", {"role": "member"}, ["103"]),
    ("a member", "account_reauthenticate", {}, []),
    ("a member", "account_reauthenticate", {"password": "9"}, []),
    ("a member", "settings-session-end", {}, ["0" * 24]),
    ("a member", "settings-sessions-end-others", {}, []),
    ("a member", "settings-password", {}, []),
    ("a member", "settings-password",
     {"old_password": "9", "new_password1": PASSWORD, "new_password2": PASSWORD}, []),
    ("a member", "settings-password",
     {"old_password": PASSWORD, "new_password1": "12345678", "new_password2": "12345678"}, []),
    ("a member", "settings-password",
     {"old_password": PASSWORD, "new_password1": "1", "new_password2": "2"}, []),
    ("a member", "settings-password",
     {"old_password": PASSWORD, "new_password1": f"{PASSWORD}!", "new_password2": f"{PASSWORD}!"}, []),
    ("a stranger", "open-room", {}, []),
    ("a stranger", "open-room", {"slug": "!", "topic": "1" * 251}, []),
    ("a stranger", "open-room", {"slug": "1-1"}, []),
    ("a stranger", "open-room", {"slug": "9", "topic": TURNED}, []),
    ("a stranger", "room-join", {}, ["1-1"]),
    ("a stranger", "room-join", {}, ["2-2"]),
    ("a stranger", "room-settings", {"part": "name", "topic": "1"}, ["1-1"]),
    ("a moderator", "room-settings", {"part": "name", "topic": "1" * 251}, ["1-1"]),
    ("a moderator", "room-settings", {"part": "name", "topic": TURNED}, ["1-1"]),
    ("a member", "room", {"text": ""}, ["1-1"]),
    ("a member", "room", {"text": "1" * 5000}, ["1-1"]),
    ("a member", "room", {"text": "1"}, ["2-2"]),
    ("somebody who is banned", "room", {"text": "1"}, ["1-1"]),
    ("a member", "room-leave", {}, ["1-1"]),
    ("an owner and administrator", "room-leave", {"confirm": "1"}, ["1-1"]),
    ("an owner and administrator", "room-leave", {"confirm": "1", "successor": "1"}, ["1-1"]),
    ("a member", "message-edit", {"text": ""}, ["1-1", 1]),
    ("a member", "message-edit", {"text": "1" * 5000}, ["1-1", 1]),
    ("a moderator", "message-edit", {"text": "1"}, ["1-1", 1]),
    ("a member", "message-edit", {"text": "1"}, ["1-1", 99]),
    ("a member", "message-react", {"add_emoji": "1"}, ["1-1", 1]),
    ("a stranger", "message-delete", {}, ["1-1", 1]),
    ("a moderator", "message-delete", {"reason": "1" * 251}, ["1-1", 1]),
    ("a stranger", "message-restore", {}, ["1-1", 2]),
    ("a moderator", "message-restore", {}, ["1-1", 2]),
    ("a moderator", "room-ban", {}, ["1-1", "102"]),
    ("a moderator", "room-ban", {}, ["1-1", "101"]),
    ("a moderator", "room-ban", {}, ["1-1", "103"]),
    ("a moderator", "room-ban", {}, ["1-1", "999"]),
    ("a moderator", "room-unban", {}, ["1-1", "104"]),
    ("a moderator", "room-moderator", {"on": "1"}, ["1-1", "103"]),
    ("a moderator", "room-moderator", {"on": "1"}, ["1-1", "104"]),
    ("a moderator", "room-moderator", {}, ["1-1", "102"]),
    ("a stranger", "room-moderator", {"on": "1"}, ["1-1", "103"]),
    ("an owner and administrator", "room-moderator", {}, ["1-1", "102"]),
]  # fmt: skip


def test_every_form_answers_in_the_language(site: Site, settings: Any, subtests: pytest.Subtests) -> None:
    settings.MAIL_WORKS = True
    for viewer, name, data, arguments in FORMS:
        with subtests.test(f"{viewer}: {name} {data}"):
            assert post(client_of(VIEWERS[viewer](site)), name, data, *arguments) == set()


@pytest.mark.parametrize("seconds", [30, 300, 7200])
def test_limits_are_told_in_the_language(site: Site, settings: Any, seconds: int) -> None:
    settings.WICK_LIMIT_SIGN_IN_NAME = settings.WICK_LIMIT_NEW_ROOMS = (1, seconds)
    member = client_of(site.member)
    for _ in range(3):
        assert post(Client(), "sign-in", {"username": "9", "password": "9"}) == set()
        assert post(member, "open-room", {"slug": "9"}) == set()


def test_pages_of_errors_are_translated(site: Site) -> None:
    for name in ("400.html", "403.html", "404.html", "500.html", "503.html"):
        assert faults(render_to_string(name, {"reference": "1"})) == set()
    strict = Client(enforce_csrf_checks=True)
    assert untranslated_in(strict.post("/sign-in/", {}, headers={"origin": "http://testserver"})) == set()
    assert untranslated_in(strict.post("/sign-in/", {}, headers={"origin": "http://1.example"})) == set()
    User.objects.filter(pk=site.member.pk).update(suspended_at="2026-01-01T00:00Z")
    assert untranslated_in(client_of(site.member).get("/rooms/")) == set()


def test_mail_is_in_the_language_of_the_site(site: Site, mailbox: Any) -> None:
    """And not in that of the request, which somebody else may have sent."""
    User.objects.filter(pk=site.member.pk).update(email="1@1.example")
    Client().post("/forgotten/", {"email": "1@1.example"}, headers={"accept-language": "en"})
    _, mail = mailbox.take()
    link = re.compile(r"http://\S+")
    assert not untranslated(str(mail["Subject"]), NAMES)
    assert not untranslated(link.sub("", mail.get_content()), NAMES)


def test_a_text_that_is_not_marked_is_found() -> None:
    html = (
        '<title>Ж</title><p>[Šåṽé ··] <b title="Save">1</b></p><input type="submit" value="Go"><code>x</code>'
    )
    assert faults(html) == {"b title: Save", "input value: Go"}
