"""A mail server of a test's own: SMTP on a free port, which keeps what it is given."""

import email
import email.policy
import queue
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from deploy.local import ports

TIMEOUT = 10.0  # seconds that a test waits for a mail


class Mailbox:
    """`recipients` and the message of each mail, in the order in which they came."""

    def __init__(self) -> None:
        [self.port] = ports.free()
        self._mails: queue.Queue[tuple[list[str], EmailMessage]] = queue.Queue()
        self.answer = "250 OK"  # what a mail is answered with
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        message: Any = email.message_from_bytes(content, policy=email.policy.default)
        self._mails.put((list(envelope.rcpt_tos), message))
        return self.answer

    def take(self) -> tuple[list[str], EmailMessage]:
        """The next mail, which is waited for."""
        return self._mails.get(timeout=TIMEOUT)

    @property
    def empty(self) -> bool:
        return self._mails.empty()

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        self._controller.stop()


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    """Where the mail of this process goes."""
    mailbox = Mailbox()
    mailbox.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mailbox.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.MAIL_WORKS = True
    yield mailbox
    mailbox.stop()
