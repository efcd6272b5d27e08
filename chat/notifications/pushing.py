"""The jobs that send by web push. Blocks."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from chat.jobs.kinds import Run
from chat.models import User
from chat.notifications import message_text, push_message
from chat.notifications.looking import who_look
from chat.notifications.models import Preferences, PushSubscription
from chat.notifications.still_due import active_user, missed
from chat.queries.quiet import is_quiet
from chatsite.mongo.sessions.models import Session


def send_push(run: Run) -> None:
    """Reports a message to one browser, unless it was read or deleted meanwhile."""
    [task] = run.tasks
    found = _subscribed(task.data["subscription"])
    if found is None:
        return
    subscription, user = found
    room, seq = task.data["room"], task.data["seq"]
    if is_quiet(user, datetime.now(UTC)) or who_look(room, [user.pk]):
        return
    news = missed(user, room, seq)
    if news is None:
        return
    with translation.override(subscription.language):
        shown = message_text.shown(news.room, news.message, with_text=_shows_text(user))
    _send(run, subscription, shown, topic=str(seq))


def send_test(run: Run) -> None:
    """Shows somebody that a browser of theirs is reached."""
    [task] = run.tasks
    found = _subscribed(task.data["subscription"])
    if found is None:
        return
    subscription, _user = found
    with translation.override(subscription.language):
        shown = {
            "title": settings.SITE_NAME,
            "text": _("Notifications work on this device."),
            "url": task.data["url"],
            "tag": "test",
        }
    _send(run, subscription, shown, topic="test")


def _send(run: Run, subscription: PushSubscription, shown: dict[str, Any], topic: str) -> None:
    run.begin()
    try:
        push_message.send(subscription, shown, topic)
    except push_message.Gone:
        subscription.delete()
        return
    PushSubscription.objects.filter(pk=subscription.pk).update(sent_at=datetime.now(UTC))


def _subscribed(id: str) -> tuple[PushSubscription, User] | None:
    """The subscription and whose it is; None where it, its session or the account has ended."""
    subscription = PushSubscription.objects.filter(pk=id).first()
    if subscription is None:
        return None
    session = Session.objects.filter(pk=subscription.session, expire_date__gt=datetime.now(UTC))
    if not session.exists():
        subscription.delete()
        return None
    user = active_user(str(subscription.user_id))
    return None if user is None else (subscription, user)


def _shows_text(user: User) -> bool:
    """Both the site and the person have to allow it."""
    preferences = Preferences.objects.filter(user=user).first()
    return settings.WICK_PUSH_TEXT and (preferences is None or preferences.push_text)
