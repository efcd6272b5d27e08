"""The job that sends by email what somebody has missed: one mail with all of it. Blocks."""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from chat.actions import email_addresses, mail
from chat.jobs.kinds import Postponed, Run, Task
from chat.models import User
from chat.notifications import message_text
from chat.notifications.models import Preferences
from chat.notifications.still_due import Missed, active_user, missed
from chat.notifications.unsubscribing import link_for
from chat.queries.quiet import is_quiet

SHOWN = 20  # messages that are in the mail; of more, how many there are
QUIET = 15 * 60.0  # seconds until the next attempt while somebody is not to be disturbed


def send_digest(run: Run) -> None:
    """The tasks are all that waits for one person."""
    user = active_user(run.tasks[0].data["user"])
    if user is None or not _wants_email(user) or not email_addresses.is_confirmed(user):
        return
    if is_quiet(user, datetime.now(UTC)):
        raise Postponed(QUIET)
    news = _missed(user, run.tasks)
    if news:
        run.begin()
        _send(user, news)


def _wants_email(user: User) -> bool:
    minutes = Preferences.objects.filter(user=user).values_list("email_minutes", flat=True).first()
    return bool(settings.WICK_EMAIL_MINUTES if minutes is None else minutes)


def _missed(user: User, tasks: Sequence[Task]) -> list[Missed]:
    """Oldest first."""
    found = (missed(user, task.data["room"], task.data["seq"]) for task in tasks)
    return sorted(filter(None, found), key=lambda each: each.message.at)


def _send(user: User, news: list[Missed]) -> None:
    unsubscribe = link_for(user)
    with translation.override(settings.LANGUAGE_CODE):
        shown = news[:SHOWN]
        context = {
            "name": user.shown_name,
            "count": len(news),
            "messages": [_line(each) for each in shown],
            "more": len(news) - len(shown),
            "settings_url": settings.SITE_URL + reverse("notifications:settings"),
            "unsubscribe_url": unsubscribe,
        }
    headers = {
        "List-Unsubscribe": f"<{unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    mail.send("missed", user.email, context, headers)


def _line(each: Missed) -> dict[str, str]:
    text = message_text.plain(each.message) if settings.WICK_PUSH_TEXT else ""
    return {
        "title": message_text.title(each.room, each.message),
        "text": text,
        "url": settings.SITE_URL + message_text.path(each.room, each.message.seq),
    }
