"""Changing one's own password in the settings."""

from django.test import Client

from chat.models import User
from tests.mailbox import Mailbox, mailbox
from tests.views.conftest import PASSWORD

__all__ = ["mailbox"]
NEW = "a quiet afternoon"


def test_the_address_gets_a_notice_of_it(ann: User, mailbox: Mailbox) -> None:
    browser = Client()
    browser.post("/sign-in/", {"username": "ann", "password": PASSWORD})
    form = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert browser.post("/settings/password/", form).status_code == 302
    recipients, notice = mailbox.take()
    assert recipients == ["ann@example.org"]
    assert "The password of your account was changed." in notice.get_content()
    assert NEW not in notice.get_content()
