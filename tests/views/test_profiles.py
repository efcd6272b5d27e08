"""What people say of themselves, by the forms of the settings, and how others see it."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.test import Client

from chat.actions import profiles, rooms
from chat.models import Membership, Room, User
from chat.queries.profiles import profiles_of
from chat.queries.quiet import is_quiet
from chat.storage import collections

FORM = {"name": "Ann Ash", "pronouns": "she/her", "about": "Keeps the greenhouse.", "zone": "Europe/Berlin"}


def profile_of(client: Client, username: str) -> str:
    return client.get(f"/people/{username}/").content.decode()


def test_a_profile_is_saved_and_shown_to_others(as_ann: Client, as_bob: Client) -> None:
    page = as_ann.post("/settings/", FORM, follow=True).content.decode()
    assert "Profile saved." in page
    assert 'value="she/her"' in page
    shown = profile_of(as_bob, "ann")
    assert "@ann · she/her" in shown
    assert "Keeps the greenhouse." in shown
    assert "local time <small><bdi>Europe/Berlin</bdi></small>" in " ".join(shown.split())


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"pronouns": "x" * 41}, "at most 40 characters"),
        ({"about": "x" * 251}, "at most 250 characters"),
        ({"about": "turned \u202e around"}, "Remove invisible characters"),
        ({"zone": "Nowhere/At-All"}, "There is no time zone of this name"),
        ({"name": "Admin"}, "kept for the staff"),
    ],
)
def test_what_is_wrong_with_a_profile_is_said(
    as_ann: Client, ann: User, change: dict[str, str], why: str
) -> None:
    page = as_ann.post("/settings/", FORM | change).content.decode()
    assert why in page
    assert User.objects.get(pk=ann.pk).pronouns == ""


def test_the_local_time_is_that_of_the_persons_zone(as_ann: Client, as_bob: Client, ann: User) -> None:
    User.objects.filter(pk=ann.pk).update(zone="Pacific/Kiritimati")  # UTC+14, all year
    as_bob.cookies["zone"] = "Europe/Berlin"
    before = datetime.now(UTC)
    shown = profile_of(as_bob, "ann")
    times = {f"{moment + timedelta(hours=14):%H:%M} local time" for moment in (before, datetime.now(UTC))}
    assert any(time in shown for time in times)


def test_a_status_ends_by_itself(as_ann: Client, as_bob: Client, ann: User) -> None:
    page = as_ann.post("/settings/status/", {"emoji": "🌱", "text": "Planting", "until": "1h"}, follow=True)
    assert "Status saved." in page.content.decode()
    assert "Planting" in profile_of(as_bob, "ann")
    assert 'value="keep" selected' in page.content.decode()
    User.objects.filter(pk=ann.pk).update(status_until=datetime.now(UTC) - timedelta(seconds=1))
    assert "Planting" not in profile_of(as_bob, "ann")
    assert "Planting" not in as_ann.get("/settings/").content.decode()


def test_a_status_is_cleared(as_ann: Client, ann: User) -> None:
    as_ann.post("/settings/status/", {"text": "Planting"})
    assert User.objects.get(pk=ann.pk).status_text == "Planting"
    as_ann.post("/settings/status/", {"text": "Planting", "clear": "1"})
    assert User.objects.get(pk=ann.pk).status_text == ""


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"emoji": "abc"}, "That is not an emoji."),
        ({"emoji": "🌱🌱"}, "That is not an emoji."),
        ({"text": "x" * 101}, "at most 100 characters"),
        ({"text": "a", "until": "never"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_with_a_status_is_said(
    as_ann: Client, ann: User, form: dict[str, str], why: str
) -> None:
    assert why in as_ann.post("/settings/status/", form).content.decode()
    assert User.objects.get(pk=ann.pk).status_text == ""


def test_do_not_disturb_for_a_while(as_ann: Client, as_bob: Client, ann: User) -> None:
    as_ann.post("/settings/quiet/", {"until": "1h"})
    stored = User.objects.get(pk=ann.pk)
    assert is_quiet(stored, datetime.now(UTC))
    assert not is_quiet(stored, datetime.now(UTC) + timedelta(hours=1))
    assert "Do not disturb" in profile_of(as_bob, "ann")
    as_ann.post("/settings/quiet/", {"until": ""})
    assert not is_quiet(User.objects.get(pk=ann.pk), datetime.now(UTC))


def test_quiet_hours_are_those_of_the_readers_zone_where_none_was_said(as_ann: Client, ann: User) -> None:
    as_ann.cookies["zone"] = "Asia/Tokyo"
    as_ann.post("/settings/quiet/", {"start": "22:00", "end": "07:00"})
    stored = User.objects.get(pk=ann.pk)
    assert (stored.quiet_from, stored.quiet_to, stored.zone) == (1320, 420, "Asia/Tokyo")
    assert 'value="22:00"' in as_ann.get("/settings/").content.decode()


@pytest.mark.parametrize("form", [{"start": "22:00"}, {"end": "22:00"}, {"start": "22:00", "end": "22:00"}])
def test_quiet_hours_have_two_ends(as_ann: Client, ann: User, form: dict[str, str]) -> None:
    assert "Enter a beginning and another end" in as_ann.post("/settings/quiet/", form).content.decode()
    assert User.objects.get(pk=ann.pk).quiet_from is None


def test_changes_of_a_profile_are_limited(as_ann: Client, ann: User, settings: Any) -> None:
    settings.WICK_LIMIT_PROFILE = (1, 3600)
    as_ann.post("/settings/status/", {"text": "one"})
    answer = as_ann.post("/settings/status/", {"text": "two"})
    assert answer.status_code == 429
    assert "You have changed your profile many times" in answer.content.decode()


def test_profiles_are_given_by_ids(as_ann: Client, ann: User, bob: User) -> None:
    async_to_sync(profiles.set_status)(bob, "🌱", "Planting")
    answer = as_ann.get("/profiles/", {"id": [str(bob.pk), str(ann.pk), "nobody", "0" * 32]}).json()
    assert {each["username"]: each.get("status") for each in answer["profiles"]} == {
        "ann": None,
        "bob": {"emoji": "🌱", "text": "Planting"},
    }


def test_a_guest_sees_the_people_of_their_rooms_alone(
    as_bob: Client, bob: User, ann: User, garden: Room
) -> None:
    User.objects.filter(pk=bob.pk).update(is_guest=True)
    for address in ("/people/ann/", "/people/ann/card/"):
        assert as_bob.get(address).status_code == 404
        assert as_bob.get(address).content == as_bob.get(address.replace("ann", "nobody")).content
    assert as_bob.get("/profiles/", {"id": [str(ann.pk)]}).json() == {"profiles": []}
    assert "/people/ann/" not in as_bob.get("/people/").content.decode()
    Membership.objects.create(room=garden, user=bob)
    assert as_bob.get("/people/ann/").status_code == 200
    assert as_bob.get("/profiles/", {"id": [str(ann.pk)]}).json()["profiles"]
    assert "/people/ann/" in as_bob.get("/people/").content.decode()


def test_an_account_of_the_version_before_has_an_empty_profile(ann: User) -> None:
    fields = dict.fromkeys(("picture", "status_emoji", "status_until", "quiet_from", "zone"), "")
    collections.collection("chat_user").update_one({"_id": ann.pk.hex}, {"$unset": fields})
    [found] = profiles_of([str(ann.pk)])
    assert (found.picture, found.status, found.quiet) == (None, None, None)
    assert not is_quiet(User.objects.get(pk=ann.pk), datetime.now(UTC))


def test_a_name_is_found_whatever_its_accents_and_anywhere_in_it(as_ann: Client, bob: User) -> None:
    User.objects.filter(pk=bob.pk).update(name="José Ångström")
    for words in ("jose", "JOSÉ", "ngstr", "angstrom jo", "@bob"):
        assert "/people/bob/" in as_ann.get("/people/", {"q": words}).content.decode()
    for words in ("josef", "jose nobody", ".", "("):
        assert "/people/bob/" not in as_ann.get("/people/", {"q": words}).content.decode()


def test_people_are_paged(as_ann: Client, ann: User) -> None:
    User.objects.bulk_create(User(username=f"p{n:02}", folded=f"p{n:02}") for n in range(60))
    first = as_ann.get("/people/").content.decode()
    assert "/people/p48/" in first
    assert "/people/p49/" not in first
    assert 'href="?after=p48"' in first
    second = as_ann.get("/people/", {"after": "p48"}).content.decode()
    assert "/people/p49/" in second
    assert "More people" not in second


def test_the_card_offers_what_the_reader_may_do(
    as_ann: Client, as_bob: Client, bob: User, garden: Room
) -> None:
    Membership.objects.create(room=garden, user=bob)
    mine = as_ann.get("/people/bob/card/", {"room": "garden"}).content.decode()
    assert "Make moderator" in mine
    assert "Ban…" in mine
    assert "Suspend…" not in mine
    others = as_bob.get("/people/ann/card/", {"room": "garden"}).content.decode()
    assert "Make m" not in others
    assert "Ban…" not in others
    assert "owner of #garden" in " ".join(others.split())


def test_a_card_says_nothing_of_a_room_that_the_reader_cannot_see(
    as_bob: Client, ann: User, garden: Room
) -> None:
    async_to_sync(rooms.set_private)(ann, garden.pk, True)
    hidden, missing = (
        re.sub(r'value="\w{64}"', "", as_bob.get("/people/ann/card/", {"room": slug}).content.decode())
        for slug in ("garden", "nowhere")
    )
    assert hidden == missing


def test_the_staff_suspends_from_the_profile(as_ann: Client, ann: User, bob: User) -> None:
    User.objects.filter(pk=ann.pk).update(is_staff=True)
    assert "Suspend Bob" in as_ann.get("/people/bob/suspend/").content.decode()
    page = as_ann.post("/people/bob/suspend/", {"reason": "spam"}, follow=True).content.decode()
    assert "The account of Bob is suspended." in page
    assert User.objects.get(pk=bob.pk).is_suspended
    assert "Bob can sign in again." in as_ann.post("/people/bob/unsuspend/", follow=True).content.decode()


def test_an_administrator_gives_a_role_from_the_profile(as_ann: Client, ann: User, bob: User) -> None:
    User.objects.filter(pk=ann.pk).update(is_staff=True, is_superuser=True)
    page = as_ann.post("/people/bob/role/", {"role": "moderator"}, follow=True).content.decode()
    assert "Bob now has the role Moderator." in page
    assert User.objects.get(pk=bob.pk).role == User.Role.MODERATOR
    assert as_ann.post("/people/bob/role/", {"role": "king"}).status_code == 400


def test_nobody_else_suspends_or_gives_roles(as_bob: Client, ann: User) -> None:
    assert as_bob.get("/people/ann/suspend/").status_code == 403
    assert as_bob.post("/people/ann/suspend/").status_code == 403
    assert as_bob.post("/people/ann/unsuspend/").status_code == 403
    assert as_bob.post("/people/ann/role/", {"role": "guest"}).status_code == 403
