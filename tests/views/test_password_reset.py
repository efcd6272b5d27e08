"""A new password by a link in a mail, through a real mail server."""

import logging
import re
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.test import Client

from chat.models import User
from chat.storage import executor
from chatsite.redaction import WithoutResetLinks
from tests.mailbox import Mailbox, mailbox
from tests.views.conftest import PASSWORD

__all__ = ["mailbox"]
NEW = "a quiet afternoon"
SENT = "/forgotten/sent/"


def ask(email: str = "ann@example.org", client: Client | None = None, **extra: Any) -> Any:
    return (client or Client()).post("/forgotten/", {"email": email}, **extra)


def all_sent() -> None:
    """Returns when no mail waits any more to be sent."""
    places = [executor._mail_places.acquire() for _ in range(200)]
    for _ in places:
        executor._mail_places.release()


def link_in(text: str) -> str:
    found = re.search(r"http://localhost:8000(/forgotten/\S+)", text)
    assert found, text
    return found[1]


def test_a_password_is_chosen_again_by_the_link(client: Client, ann: User, mailbox: Mailbox) -> None:
    assert ask()["Location"] == SENT
    recipients, mail = mailbox.take()
    assert (recipients, mail["Subject"]) == (["ann@example.org"], "Reset your password for Wick")
    link = link_in(mail.get_content())
    form_page = client.get(link, follow=True)
    assert "<b>ann</b>" in form_page.content.decode()
    path = form_page.redirect_chain[-1][0]
    assert client.post(path, {"new_password1": NEW, "new_password2": NEW})["Location"] == "/"
    assert client.get("/settings/").status_code == 200
    assert "This link has expired" in Client().get(link, follow=True).content.decode()


def test_the_mail_holds_nothing_that_the_asker_chose(ann: User, mailbox: Mailbox, settings: Any) -> None:
    settings.ALLOWED_HOSTS = [".example.org"]
    User.objects.filter(pk=ann.pk).update(name="Click on http://evil.example")
    assert ask("ANN@example.org", HTTP_HOST="evil.example.org").status_code == 302
    _, mail = mailbox.take()
    text = mail.get_content()
    assert link_in(text)
    assert "evil" not in f"{text} {mail['Subject']} {mail['From']}"
    assert not re.search(r"\bann\b", text)


@pytest.fixture
def silent_server(settings: Any) -> Iterator[None]:
    """A mail server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = listener.getsockname()
        settings.EMAIL_TIMEOUT = 1
        yield
        all_sent()


def test_nobody_learns_who_has_an_account(ann: User, mailbox: Mailbox) -> None:
    known, unknown = ask(), ask("nobody@example.org")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"]) == (302, SENT)
    assert known.content == unknown.content
    all_sent()
    mailbox.take()
    assert mailbox.empty


def test_the_answer_does_not_wait_for_the_mail_server(ann: User, settings: Any, silent_server: None) -> None:
    assert ask().status_code == 302
    assert executor._mail_places._value < 200, "the mail is not under way any more"


def test_a_mail_server_that_fails_costs_one_line(
    ann: User, mailbox: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    mailbox.answer = "554 No such luck"
    assert ask().status_code == 302
    mailbox.take()
    all_sent()
    [record] = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert "could not be sent" in record.getMessage()
    assert "No such luck" in record.getMessage()
    assert record.exc_info is None


def test_no_link_is_in_the_log(ann: User, mailbox: Mailbox, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    mailbox.answer = "554 No such luck"
    ask()
    mailbox.take()
    all_sent()
    lines = [
        record.getMessage() for record in caplog.records if record.name != "mail.log"
    ]  # the mailbox's own
    assert any("could not be sent" in line for line in lines)
    assert not [line for line in lines if re.search(r"/forgotten/(?!sent/).", line)]


def test_a_link_that_comes_into_a_line_is_left_out_of_it() -> None:
    record = logging.makeLogRecord({"msg": "Internal error: %s", "args": ("/forgotten/MQ/c9-abc/",)})
    assert WithoutResetLinks().filter(record)
    assert record.getMessage() == "Internal error: /forgotten/…/"


def test_without_a_mail_server_the_page_says_whom_to_ask(client: Client, ann: User, settings: Any) -> None:
    settings.MAIL_WORKS = False
    page = client.get("/forgotten/").content.decode()
    assert "Ask an administrator" in page
    assert "manage.py changepassword" in page
    assert "<form" not in page
    assert "Location" not in ask(client=client)


@pytest.mark.parametrize("change", [{"is_active": False}, {"suspended_at": "2026-01-01T00:00Z"}])
def test_closed_accounts_get_no_link(ann: User, bob: User, mailbox: Mailbox, change: dict[str, Any]) -> None:
    User.objects.filter(pk=ann.pk).update(**change)
    User.objects.filter(pk=bob.pk).update(email="bob@example.org")
    ask()
    ask("bob@example.org")
    assert mailbox.take()[0] == ["bob@example.org"]
    all_sent()
    assert mailbox.empty


# --- limits ------------------------------------------------------------------------------------------


def test_one_recipient_gets_a_few_mails_from_all_addresses_together(ann: User, mailbox: Mailbox) -> None:
    answers = [ask(REMOTE_ADDR=f"10.0.0.{number}") for number in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert answers[-1]["Retry-After"]
    assert "Try again in 60 minutes." in answers[-1].content.decode()
    assert ask("nobody@example.org").status_code == 302


def test_an_address_without_an_account_is_limited_in_the_same_way(ann: User, mailbox: Mailbox) -> None:
    assert [ask("nobody@example.org").status_code for _ in range(4)] == [302, 302, 302, 429]


def test_one_network_asks_for_a_few_mails(ann: User, mailbox: Mailbox) -> None:
    answers = [ask(f"name{number}@example.org").status_code for number in range(11)]
    assert answers == [302] * 10 + [429]


def test_many_at_once_are_all_counted(ann: User, mailbox: Mailbox) -> None:
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda n: ask(REMOTE_ADDR=f"10.0.1.{n}").status_code, range(50)))
    assert (answers.count(302), answers.count(429)) == (3, 47)
    all_sent()


def test_the_password_page_of_django_works_for_administrators(ann: User, client: Client) -> None:
    """What the page without a mail server advises."""
    boss = User.objects.create_superuser("boss", "", PASSWORD)
    client.force_login(boss)
    form = {"usable_password": "true", "password1": NEW, "password2": NEW}
    assert client.post(f"/admin/chat/user/{ann.pk}/password/", form).status_code == 302
    ann.refresh_from_db()
    assert ann.check_password(NEW)


def test_the_address_gets_a_notice_of_the_new_password(client: Client, ann: User, mailbox: Mailbox) -> None:
    ask()
    path = client.get(link_in(mailbox.take()[1].get_content()), follow=True).redirect_chain[-1][0]
    client.post(path, {"new_password1": NEW, "new_password2": NEW})
    recipients, notice = mailbox.take()
    assert recipients == ["ann@example.org"]
    assert "The password of your account was changed." in notice.get_content()
