"""What is done when a message is stored: the work for each channel is queued, once. Blocks."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings

from chat.jobs import queue
from chat.jobs.queue import NewJob
from chat.notifications.interest import of_interest
from chat.notifications.models import PushSubscription
from chat.notifications.page_frames import show_in_pages
from chat.notifications.recipients import Recipient, recipients
from chat.projections.registry import StoredEvent

PUSH, TEST, EMAIL = "push", "push test", "email"
READ_FIRST = timedelta(seconds=3)  # that a page has to read a message before it is pushed to other devices
OLDEST_PUSH = timedelta(hours=1)  # older messages are no news any more, such as after an outage
OLDEST = timedelta(days=1)


def notify_of(events: Sequence[StoredEvent]) -> None:
    """The handler of the projection: messages, each perhaps again, in any order."""
    recent = [event for event in events if datetime.now(UTC) - event.at < OLDEST]
    for event in of_interest(recent):
        for page in recipients(event):
            if page:
                _notify(event, page)


def _notify(event: StoredEvent, page: list[Recipient]) -> None:
    is_new = datetime.now(UTC) - event.at < OLDEST_PUSH
    jobs = _emails(event, page) + (_pushes(event, page) if is_new else [])
    queue.add(jobs)
    if is_new:
        show_in_pages(event.room, event.seq, [str(each.user.pk) for each in page])


def _pushes(event: StoredEvent, page: list[Recipient]) -> list[NewJob]:
    """One for each browser."""
    users = [each.user.pk for each in page]
    found = PushSubscription.objects.filter(user__in=users).values_list("pk", flat=True)
    due = datetime.now(UTC) + READ_FIRST
    return [
        NewJob(
            PUSH,
            f"{PUSH}:{subscription.hex}:{event.room}:{event.seq}",
            {"subscription": str(subscription), "room": event.room, "seq": event.seq},
            due_at=due,
        )
        for subscription in found
    ]


def _emails(event: StoredEvent, page: list[Recipient]) -> list[NewJob]:
    """For those whom the message is for, who have an address that is confirmed."""
    wanting = {each.user.pk: each for each in page if each.for_me and each.email_minutes}
    if not wanting or not settings.MAIL_WORKS:
        return []
    confirmed = EmailAddress.objects.filter(user__in=list(wanting), verified=True)
    reached = [
        wanting[user]
        for user, email in confirmed.values_list("user_id", "email")
        if email == wanting[user].user.email.lower()
    ]
    return [
        NewJob(
            EMAIL,
            f"{EMAIL}:{each.user.pk.hex}:{event.room}:{event.seq}",
            {"user": str(each.user.pk), "room": event.room, "seq": event.seq},
            group=each.user.pk.hex,
            due_at=event.at + timedelta(minutes=each.email_minutes),
        )
        for each in reached
    ]
