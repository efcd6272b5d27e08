"""Mail that nobody waits for."""

import logging
from collections.abc import Mapping

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from chat.queries.workspace import workspace_name
from chat.storage.executor import start_in_mail_thread

logger = logging.getLogger(__name__)


def send(
    template: str, recipient: str, context: Mapping[str, object], headers: Mapping[str, str] | None = None
) -> None:
    """Renders `mail/<template>.txt` and sends it, in the language of the site: the person who asks for a mail
    may not be the one who reads it. Blocks."""
    with translation.override(settings.LANGUAGE_CODE):
        variables = {"site_name": workspace_name(), **context}
        subject = "".join(render_to_string(f"mail/{template}_subject.txt", variables).splitlines())
        body = render_to_string(f"mail/{template}.txt", variables)
        EmailMessage(subject, body, None, [recipient], headers=dict(headers or {})).send()


def send_later(template: str, recipient: str, context: Mapping[str, object]) -> None:
    """The same in a thread of its own. Raises Refused (`unavailable`) when too much waits already."""
    start_in_mail_thread(_send_or_log, template, recipient, context)


def _send_or_log(template: str, recipient: str, context: Mapping[str, object]) -> None:
    try:
        send(template, recipient, context)
    except Exception as error:
        logger.warning("A mail of the kind “%s” could not be sent: %s", template, error)
