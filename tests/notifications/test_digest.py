"""Email about what was missed: one mail with all of it, and none for what was read meanwhile."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from asgiref.sync import async_to_sync
from django.test import Client

from chat.actions import messages, moderation, read_markers
from chat.actions.system_account import system_account
from chat.actors.actor import Actor
from chat.jobs.models import Job
from chat.models import Room, User
from chat.notifications import actions
from chat.notifications.models import Preferences
from tests.mailbox import Mailbox
from tests.notifications.conftest import run_jobs, tell


@pytest.fixture(autouse=True)
def site(settings: Any) -> None:
    settings.SITE_URL = "https://chat.example.org"


def body(mail: Any) -> str:
    return str(mail.get_body().get_content()).replace("\r\n", "\n")


def test_what_was_missed_comes_in_one_mail(
    mailbox: Mailbox, garden: Room, direct: Room, ann: User, bob: User
) -> None:
    first = tell(bob, garden, "where is the **spade**, @ann?")
    tell(bob, direct, "found it")
    run_jobs()
    recipients, mail = mailbox.take()
    assert recipients == ["ann@example.org"]
    assert "2 new messages for you" in mail["subject"]
    text = body(mail)
    assert "Bob in #garden\n  where is the spade, @ann?" in text
    assert f"https://chat.example.org/rooms/garden/?at={first}#m{first}" in text
    assert "found it" in text
    assert mailbox.empty


def test_it_comes_after_the_time_that_the_site_sets(direct: Room, bob: User, mailbox: Mailbox) -> None:
    tell(bob, direct, "hello")
    wait = Job.objects.get().due_at - datetime.now(UTC)
    assert timedelta(minutes=14) < wait <= timedelta(minutes=15)


def test_it_comes_after_the_time_that_the_person_sets(
    direct: Room, ann: User, bob: User, mailbox: Mailbox
) -> None:
    actions.set_preferences(ann, level="mentions", email_minutes=60, push_text=True)
    tell(bob, direct, "hello")
    assert Job.objects.get().due_at - datetime.now(UTC) > timedelta(minutes=59)


def test_who_wants_no_mail_gets_none(mailbox: Mailbox, direct: Room, ann: User, bob: User) -> None:
    actions.set_preferences(ann, level="mentions", email_minutes=0, push_text=True)
    tell(bob, direct, "hello")
    assert not Job.objects.exists()


def test_messages_that_are_not_for_somebody_are_not_mailed(
    mailbox: Mailbox, garden: Room, ann: User, bob: User
) -> None:
    actions.set_preferences(ann, level="all", email_minutes=None, push_text=True)
    tell(bob, garden, "hello")
    assert not Job.objects.exists()


def test_what_was_read_or_deleted_meanwhile_is_left_out(
    mailbox: Mailbox, garden: Room, direct: Room, ann: User, bob: User
) -> None:
    async_to_sync(read_markers.mark_read)(ann, garden.pk, tell(bob, garden, "read, @ann"))
    gone = tell(bob, direct, "deleted")
    tell(bob, direct, "left")
    async_to_sync(messages.delete)(bob, direct.pk, "8a0b5f6c-3b8f-4c3e-9d53-0c6d2f4c9a11", gone)
    run_jobs()
    _recipients, mail = mailbox.take()
    assert "1 new message for you" in mail["subject"]
    assert "left" in body(mail)
    assert "deleted" not in body(mail)


def test_nothing_is_sent_where_all_was_read(mailbox: Mailbox, direct: Room, ann: User, bob: User) -> None:
    async_to_sync(read_markers.mark_read)(ann, direct.pk, tell(bob, direct, "hello"))
    run_jobs()
    assert mailbox.empty


def test_an_address_that_is_not_confirmed_gets_nothing(
    mailbox: Mailbox, direct: Room, ann: User, bob: User
) -> None:
    tell(bob, direct, "hello")
    EmailAddress.objects.filter(user=ann).update(verified=False)
    tell(bob, direct, "hello again")
    assert Job.objects.count() == 1
    run_jobs()
    assert mailbox.empty


def test_a_suspended_person_gets_nothing(mailbox: Mailbox, direct: Room, ann: User, bob: User) -> None:
    tell(bob, direct, "hello")
    async_to_sync(moderation.suspend)(Actor.of(system_account(), trusted=True), str(ann.pk))
    run_jobs()
    assert mailbox.empty


def test_while_somebody_is_not_to_be_disturbed_the_mail_waits(
    mailbox: Mailbox, direct: Room, ann: User, bob: User
) -> None:
    tell(bob, direct, "hello")
    ann.quiet_until = datetime.now(UTC) + timedelta(hours=1)
    ann.save()
    from tests.notifications.test_push import claim_and_run_once

    claim_and_run_once()
    assert mailbox.empty
    assert Job.objects.get().state == Job.State.WAITING


def test_a_mail_that_the_server_does_not_take_is_sent_again(
    mailbox: Mailbox, direct: Room, bob: User
) -> None:
    from tests.notifications.test_push import claim_and_run_once

    tell(bob, direct, "hello")
    mailbox.answer = "451 later"
    claim_and_run_once()
    mailbox.take()
    assert Job.objects.get().state == Job.State.WAITING
    mailbox.answer = "250 OK"
    run_jobs()
    mailbox.take()
    assert Job.objects.get().state == Job.State.DONE


def test_the_text_can_be_left_out_of_all_mail(
    mailbox: Mailbox, direct: Room, bob: User, settings: Any
) -> None:
    settings.WICK_PUSH_TEXT = False
    tell(bob, direct, "secret")
    run_jobs()
    assert "secret" not in body(mailbox.take()[1])


def test_of_very_many_messages_the_first_are_shown(mailbox: Mailbox, direct: Room, bob: User) -> None:
    for number in range(23):
        tell(bob, direct, f"message {number}.")
    run_jobs()
    text = body(mailbox.take()[1])
    assert "message 19." in text
    assert "message 20." not in text
    assert "And 3 more." in text


def unsubscribe_path(mailbox: Mailbox) -> str:
    _recipients, mail = mailbox.take()
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = mail["List-Unsubscribe"].strip(" <>")
    assert link in body(mail)
    return str(link.removeprefix("https://chat.example.org"))


def test_one_press_in_the_mail_program_ends_these_mails(
    mailbox: Mailbox, direct: Room, ann: User, bob: User
) -> None:
    tell(bob, direct, "hello")
    run_jobs()
    client = Client(enforce_csrf_checks=True)
    answer = client.post(unsubscribe_path(mailbox), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert Preferences.objects.get(user=ann).email_minutes == 0
    tell(bob, direct, "hello again")
    run_jobs()
    assert mailbox.empty


def test_opening_the_link_alone_ends_nothing(mailbox: Mailbox, direct: Room, ann: User, bob: User) -> None:
    tell(bob, direct, "hello")
    run_jobs()
    page = Client().get(unsubscribe_path(mailbox))
    assert page.status_code == 200
    assert "Turn off" in page.content.decode()
    assert not Preferences.objects.filter(user=ann).exists()


@pytest.mark.parametrize("token", ["x", "a:b:c", "%00"])
def test_a_link_that_is_none_of_ours_is_not_there(token: str, transactional_db: None) -> None:
    assert Client().post(f"/unsubscribe/{token}/").status_code == 404
