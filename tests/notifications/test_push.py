"""Web push: what a browser is sent, encrypted for it alone, at most once; and when nothing is sent."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.test import Client

from chat.actions import messages, moderation, read_markers
from chat.actions.system_account import system_account
from chat.actors.actor import Actor
from chat.jobs import queue
from chat.jobs.models import Job
from chat.models import Room, User
from chat.notifications import actions, vapid
from chat.notifications.models import PushSubscription, VapidKey
from chat.notifications.planning import PUSH, notify_of
from chatsite import push_keys
from tests.notifications.conftest import PASSWORD, run_jobs, say, stored, subscribe, tell
from tests.push_service import PushService, claims


@pytest.fixture(autouse=True)
def without_email(settings: Any) -> None:
    settings.MAIL_WORKS = False


@pytest.fixture
def subscribed(as_ann: Client, push_service: PushService) -> PushService:
    """Where Ann's browser has subscribed."""
    subscribe(as_ann, push_service)
    return push_service


def state() -> str:
    return Job.objects.get(kind=PUSH).state


def test_a_message_is_pushed_encrypted(subscribed: PushService, garden: Room, bob: User) -> None:
    seq = tell(bob, garden, "hello **@ann** & all")
    run_jobs()
    pushed = subscribed.take()
    assert subscribed.read(pushed) == {
        "room": "garden",
        "seq": seq,
        "title": "Bob in #garden",
        "text": "hello @ann & all",
        "url": f"/rooms/garden/?at={seq}#m{seq}",
        "tag": f"garden:{seq}",
    }
    assert b"hello" not in pushed.body
    assert (pushed.path, pushed.headers["Content-Encoding"]) == ("/ann", "aes128gcm")
    assert 0 < int(pushed.headers["TTL"]) <= 86400


def test_the_request_is_signed_for_this_service(subscribed: PushService, direct: Room, bob: User) -> None:
    tell(bob, direct, "hello")
    run_jobs()
    found = claims(subscribed.take(), subscribed.origin)
    assert found["sub"].startswith(("mailto:", "https://"))
    assert found["exp"] <= datetime.now(UTC).timestamp() + 86400


def test_a_direct_message_is_titled_by_its_author(subscribed: PushService, direct: Room, bob: User) -> None:
    tell(bob, direct, "hello")
    run_jobs()
    assert subscribed.read(subscribed.take())["title"] == "Bob"


@pytest.mark.parametrize("by", ["the site", "the person"])
def test_the_text_can_be_left_out(
    by: str, subscribed: PushService, direct: Room, ann: User, bob: User, settings: Any
) -> None:
    if by == "the site":
        settings.WICK_PUSH_TEXT = False
    else:
        actions.set_preferences(ann, level="mentions", email_minutes=None, push_text=False)
    tell(bob, direct, "secret")
    run_jobs()
    assert subscribed.read(subscribed.take())["text"] == "New message"


def test_a_long_message_is_cut(subscribed: PushService, direct: Room, bob: User) -> None:
    tell(bob, direct, "🦊" * 4000)
    run_jobs()
    pushed = subscribed.take()
    assert len(pushed.body) <= 4096
    assert subscribed.read(pushed)["text"].endswith("…")


def test_the_same_event_again_is_pushed_once(subscribed: PushService, direct: Room, bob: User) -> None:
    event = stored(direct, say(bob, direct, "hello"))
    notify_of([event, event])
    run_jobs()
    notify_of([event])
    run_jobs()
    subscribed.take()
    assert subscribed.empty


def test_each_device_is_sent_it(subscribed: PushService, as_ann: Client, direct: Room, bob: User) -> None:
    subscribe(as_ann, subscribed, "/phone")
    tell(bob, direct, "hello")
    run_jobs()
    assert {subscribed.take().path, subscribed.take().path} == {"/ann", "/phone"}
    assert subscribed.empty


def test_what_was_read_meanwhile_is_not_pushed(
    subscribed: PushService, direct: Room, ann: User, bob: User
) -> None:
    seq = tell(bob, direct, "hello")
    async_to_sync(read_markers.mark_read)(ann, direct.pk, seq)
    run_jobs()
    assert subscribed.empty
    assert state() == Job.State.DONE


def test_what_was_deleted_meanwhile_is_not_pushed(subscribed: PushService, direct: Room, bob: User) -> None:
    seq = tell(bob, direct, "hello")
    async_to_sync(messages.delete)(bob, direct.pk, "8a0b5f6c-3b8f-4c3e-9d53-0c6d2f4c9a11", seq)
    run_jobs()
    assert subscribed.empty


def test_a_page_has_a_moment_to_read_it_first(subscribed: PushService, direct: Room, bob: User) -> None:
    tell(bob, direct, "hello")
    assert queue.claim() is None
    assert state() == Job.State.WAITING


def test_old_messages_are_not_pushed(subscribed: PushService, direct: Room, bob: User) -> None:
    event = stored(direct, say(bob, direct, "hello"))
    old = event.at - timedelta(hours=2)
    notify_of([type(event)(event.room, event.seq, event.kind, event.author, old, event.document)])
    assert not Job.objects.exists()


@pytest.mark.parametrize("status", [404, 410])
def test_a_subscription_that_is_gone_is_removed(
    status: int, subscribed: PushService, direct: Room, bob: User
) -> None:
    subscribed.answer["/ann"] = status
    tell(bob, direct, "hello")
    run_jobs()
    assert not PushSubscription.objects.exists()
    assert state() == Job.State.DONE


@pytest.mark.parametrize("status", [302, 400, 500])
def test_what_the_service_does_not_take_is_sent_again_later(
    status: int, subscribed: PushService, direct: Room, bob: User
) -> None:
    subscribed.answer["/ann"] = status
    tell(bob, direct, "hello")
    claim_and_run_once()
    subscribed.take()
    assert subscribed.empty  # no redirect is followed
    job = Job.objects.get(kind=PUSH)
    assert (job.state, job.attempts) == (Job.State.WAITING, 1)
    assert str(status) in job.error
    subscribed.answer.clear()
    run_jobs()
    subscribed.take()
    assert state() == Job.State.DONE


def claim_and_run_once() -> None:
    from chat.jobs import runner

    Job.objects.update(due_at=datetime(2026, 1, 1, tzinfo=UTC))
    claim = queue.claim()
    assert claim is not None
    runner.run(claim)


def test_a_service_that_asks_to_wait_is_given_time(subscribed: PushService, direct: Room, bob: User) -> None:
    subscribed.answer["/ann"], subscribed.retry_after = 429, "120"
    tell(bob, direct, "hello")
    claim_and_run_once()
    job = Job.objects.get(kind=PUSH)
    assert (job.state, job.attempts) == (Job.State.WAITING, 0)
    assert timedelta(seconds=100) < job.due_at - datetime.now(UTC) <= timedelta(seconds=120)


def test_it_is_not_repeated_when_a_process_ends_while_it_sends(
    subscribed: PushService, direct: Room, bob: User
) -> None:
    tell(bob, direct, "hello")
    Job.objects.update(due_at=datetime(2026, 1, 1, tzinfo=UTC))
    claim = queue.claim()
    assert claim is not None
    claim.begin()
    Job.objects.update(leased_until=datetime(2026, 1, 1, tzinfo=UTC))
    queue.recover()
    run_jobs()
    assert subscribed.empty
    assert state() == Job.State.FAILED


def test_a_suspended_person_is_sent_nothing(
    subscribed: PushService, direct: Room, ann: User, bob: User
) -> None:
    tell(bob, direct, "hello")
    async_to_sync(moderation.suspend)(Actor.of(system_account(), trusted=True), str(ann.pk))
    run_jobs()
    assert subscribed.empty


def test_signing_out_ends_the_subscription(subscribed: PushService, as_ann: Client) -> None:
    as_ann.post("/sign-out/")
    assert not PushSubscription.objects.exists()


def test_a_session_that_expired_ends_the_subscription(
    subscribed: PushService, as_ann: Client, direct: Room, bob: User
) -> None:
    from chatsite.mongo.sessions.models import Session

    tell(bob, direct, "hello")
    Session.objects.all()._raw_delete(Session.objects.db)  # as MongoDB does it: no signal comes
    run_jobs()
    assert subscribed.empty
    assert not PushSubscription.objects.exists()


def test_a_new_password_keeps_the_subscription_of_this_device(
    subscribed: PushService, as_ann: Client, direct: Room, bob: User
) -> None:
    new = "another horse battery"
    fields = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert as_ann.post("/settings/password/", fields).status_code == 302
    tell(bob, direct, "hello")
    run_jobs()
    subscribed.take()


def test_a_closed_account_keeps_nothing(subscribed: PushService, ann: User) -> None:
    ann.is_active = False
    ann.save()
    assert not PushSubscription.objects.exists()


def test_a_browser_that_changes_hands_belongs_to_the_last_one(
    subscribed: PushService, bob: User, direct: Room
) -> None:
    client = Client()
    client.force_login(bob)
    subscribe(client, subscribed)
    assert [each.user for each in PushSubscription.objects.all()] == [bob]


def test_a_person_has_a_bounded_number_of_devices(
    subscribed: PushService, as_ann: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST_DEVICES", 3)
    for number in range(4):
        subscribe(as_ann, subscribed, f"/{number}")
    left = [each.endpoint.rpartition("/")[2] for each in PushSubscription.objects.order_by("created_at")]
    assert left == ["1", "2", "3"]


@pytest.mark.parametrize(
    "change",
    [
        {"endpoint": "http://example.org/push"},
        {"endpoint": "https://10.0.0.1/push"},
        {"endpoint": "https://user:word@example.org/"},
        {"endpoint": "https://[::ffff:10.0.0.1]/"},
        {"endpoint": "ftp://example.org/"},
        {"endpoint": "https://" + "a" * 2000},
        {"endpoint": "https://exa mple.org/"},
        {"endpoint": "https://localhost:99999/"},
        {"endpoint": ""},
        {"p256dh": "AAAA"},
        {"p256dh": "é" * 20},
        {"p256dh": "B" + "A" * 86},
        {"auth": "AAAA"},
        {"auth": ""},
    ],
    ids=str,
)
def test_a_subscription_that_cannot_be_right_is_refused(
    change: dict[str, str], as_ann: Client, push_service: PushService
) -> None:
    answer = as_ann.post("/settings/notifications/devices/", push_service.subscription() | change)
    assert answer.status_code == 400
    assert not PushSubscription.objects.exists()


def test_subscriptions_are_limited(as_ann: Client, push_service: PushService, settings: Any) -> None:
    settings.WICK_LIMIT_PUSH = (1, 3600)
    subscribe(as_ann, push_service)
    answer = as_ann.post("/settings/notifications/devices/", push_service.subscription("/more"))
    assert answer.status_code == 429


def test_the_key_of_the_site_is_made_once() -> None:
    first = vapid.public_key()
    assert vapid.public_key() == first
    assert VapidKey.objects.count() == 1


def test_the_key_of_the_settings_stands_before_the_stored_one(settings: Any) -> None:
    stored_key = vapid.public_key()
    settings.WICK_VAPID_KEY = push_keys.encoded(b"\1" * 32)
    assert vapid.public_key() != stored_key


def test_other_keys_end_the_subscriptions(subscribed: PushService) -> None:
    before = vapid.public_key()
    vapid.replace()
    assert vapid.public_key() != before
    assert not PushSubscription.objects.exists()
