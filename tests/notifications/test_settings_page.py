"""The page where one sets one's notifications."""

import pytest
from asgiref.sync import async_to_sync
from django.test import Client

from chat.actions import rooms
from chat.jobs.models import Job
from chat.models import Room, User
from chat.notifications.models import Preferences, PushSubscription, RoomLevel
from tests.notifications.conftest import run_jobs, subscribe
from tests.push_service import PushService

PAGE = "/settings/notifications/"


def test_what_is_saved_is_shown(as_ann: Client, ann: User) -> None:
    answer = as_ann.post(PAGE, {"level": "all", "email_minutes": "60", "push_text": "on"})
    assert answer.headers["Location"] == PAGE
    own = Preferences.objects.get(user=ann)
    assert (own.level, own.email_minutes, own.push_text) == ("all", 60, True)
    page = as_ann.get(PAGE).content.decode()
    assert '<option value="all" selected>' in page
    assert '<option value="60" selected>' in page


def test_the_default_of_the_site_can_be_chosen_again(as_ann: Client, ann: User) -> None:
    as_ann.post(PAGE, {"level": "mentions", "email_minutes": "0"})
    assert Preferences.objects.get(user=ann).email_minutes == 0
    as_ann.post(PAGE, {"level": "mentions", "email_minutes": "default"})
    own = Preferences.objects.get(user=ann)
    assert (own.email_minutes, own.push_text) == (None, False)


@pytest.mark.parametrize("wrong", [{"level": "loud"}, {"email_minutes": "7"}, {"email_minutes": "-1"}])
def test_what_cannot_be_chosen_is_not_saved(wrong: dict[str, str], as_ann: Client) -> None:
    answer = as_ann.post(PAGE, {"level": "all", "email_minutes": "60"} | wrong)
    assert answer.status_code == 200
    assert not Preferences.objects.exists()


def test_the_level_of_a_room_is_saved_and_taken_back(as_ann: Client, ann: User, garden: Room) -> None:
    as_ann.post(PAGE + "rooms/", {"room:garden": "nothing"})
    assert RoomLevel.objects.get(user=ann, room=garden).level == "nothing"
    assert '<option value="nothing" selected>' in as_ann.get(PAGE).content.decode()
    as_ann.post(PAGE + "rooms/", {"room:garden": ""})
    assert not RoomLevel.objects.exists()


def test_a_room_that_one_may_not_see_is_not_there(as_ann: Client, bob: User) -> None:
    cellar = async_to_sync(rooms.create)(bob, "cellar", private=True)
    there = as_ann.post(PAGE + "rooms/", {f"room:{cellar.pk}": "all"})
    nowhere = as_ann.post(PAGE + "rooms/", {"room:nowhere": "all"})
    assert there.status_code == nowhere.status_code == 404
    assert not RoomLevel.objects.exists()


def test_a_room_without_membership_has_no_level(as_ann: Client, bob: User) -> None:
    async_to_sync(rooms.create)(bob, "attic")
    assert as_ann.post(PAGE + "rooms/", {"room:attic": "all"}).status_code == 403
    assert as_ann.post(PAGE + "rooms/", {"room:attic": "loud"}).status_code == 400


def test_devices_are_listed_tested_and_removed(as_ann: Client, push_service: PushService) -> None:
    subscribe(as_ann, push_service)
    page = as_ann.get(PAGE).content.decode()
    assert "Firefox on Linux" in page
    device = f"{PAGE}devices/{PushSubscription.objects.get().pk}/"
    assert as_ann.post(device + "test/").status_code == 302
    run_jobs()
    assert push_service.read(push_service.take())["text"] == "Notifications work on this device."
    assert as_ann.post(device + "remove/").status_code == 302
    assert not PushSubscription.objects.exists()
    assert as_ann.post(device + "test/").status_code == 404


def test_somebody_elses_device_is_not_there(as_ann: Client, bob: User, push_service: PushService) -> None:
    subscribe(as_ann, push_service)
    client = Client()
    client.force_login(bob)
    device = f"{PAGE}devices/{PushSubscription.objects.get().pk}/"
    assert client.post(device + "test/").status_code == 404
    client.post(device + "remove/")
    assert PushSubscription.objects.count() == 1
    assert not Job.objects.exists()


def test_the_service_worker_may_handle_the_whole_site(client: Client, transactional_db: None) -> None:
    answer = client.get("/worker.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    policy = client.get("/sign-in/").headers["Content-Security-Policy"]
    assert "worker-src 'self'" in policy


@pytest.mark.parametrize("path", [PAGE, PAGE + "rooms/", PAGE + "devices/"])
def test_strangers_are_sent_to_sign_in(path: str, client: Client, transactional_db: None) -> None:
    answer = client.get(path) if path == PAGE else client.post(path)
    assert answer.headers["Location"].startswith("/sign-in/")
