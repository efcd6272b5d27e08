"""What somebody sets for their own notifications. Functions block."""

import hashlib
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import IntegrityError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from chat.actors.actor import Actor
from chat.jobs import queue
from chat.jobs.queue import NewJob
from chat.models import Membership, User
from chat.notifications import endpoints, vapid
from chat.notifications.models import Preferences, PushSubscription, RoomLevel
from chat.notifications.planning import TEST
from chat.permissions import limits
from chat.permissions.room_access import check_stored
from chat.protocol.errors import Code, Refused, not_found
from chatsite import push_keys

MOST_DEVICES = 20  # of one person; the oldest ones give way
SECRET = 16  # bytes of a browser's secret
LONGEST_EMAIL_MINUTES = 10_080
BAD_SUBSCRIPTION = _("Your browser sent a push subscription that cannot be used here.")


@dataclass(frozen=True, slots=True)
class NewSubscription:
    """What a browser gives when it subscribes. `session`: the key of the session."""

    endpoint: str
    public_key: str
    secret: str
    session: str
    device: str


def set_preferences(user: User, *, level: str, email_minutes: int | None, push_text: bool) -> None:
    """`email_minutes`: None for the site's own, 0 for never."""
    if level not in Membership.Level.values:
        raise Refused(Code.BAD_FRAME, _("Choose one of the levels."))
    if email_minutes is not None and not 0 <= email_minutes <= LONGEST_EMAIL_MINUTES:
        raise Refused(Code.BAD_FRAME, _("Choose one of the times."))
    fields = {"level": level, "email_minutes": email_minutes, "push_text": push_text}
    try:
        Preferences.objects.update_or_create(user=user, defaults=fields)
    except IntegrityError:  # another request was quicker
        Preferences.objects.filter(user=user).update(**fields)


def end_email(user: User) -> None:
    """No more mail of what was missed."""
    if not Preferences.objects.filter(user=user).update(email_minutes=0):
        set_preferences(user, level=Membership.Level.MENTIONS, email_minutes=0, push_text=True)


def set_room_level(user: User, room_id: str, level: str) -> None:
    """What of a room they are notified of; empty: as by default. Raises Refused."""
    check_stored(Actor.of(user), room_id)
    if not level:
        RoomLevel.objects.filter(user=user, room=room_id).delete()
        return
    if level not in Membership.Level.values:
        raise Refused(Code.BAD_FRAME, _("Choose one of the levels."))
    if not Membership.objects.filter(user=user, room=room_id).exists():
        raise Refused(Code.FORBIDDEN, _("Join the room first."))
    try:
        RoomLevel.objects.update_or_create(user=user, room_id=room_id, defaults={"level": level})
    except IntegrityError:
        RoomLevel.objects.filter(user=user, room=room_id).update(level=level)


def subscribe(user: User, new: NewSubscription) -> PushSubscription:
    """This browser is sent what the person is notified of, until its session ends. Raises Refused."""
    limits.PUSH.take_for(Actor.of(user))
    _check(new)
    digest = hashlib.sha256(new.endpoint.encode()).hexdigest()
    fields = {
        "user": user,
        "endpoint": new.endpoint,
        "public_key": new.public_key,
        "secret": new.secret,
        "session": new.session,
        "device": new.device[:200],
        "language": get_language() or "en",
    }
    try:
        subscription, _created = PushSubscription.objects.update_or_create(digest=digest, defaults=fields)
    except IntegrityError:
        PushSubscription.objects.filter(digest=digest).update(**fields)
        subscription = PushSubscription.objects.get(digest=digest)
    _drop_oldest(user)
    return subscription


def _check(new: NewSubscription) -> None:
    try:
        secret = push_keys.decoded(new.secret[:200])
        vapid.read_public(new.public_key[:200])
        if len(secret) != SECRET:
            raise ValueError("The secret has another length.")
        endpoints.check(new.endpoint)
    except (ValueError, OSError):
        raise Refused(Code.BAD_FRAME, BAD_SUBSCRIPTION) from None


def _drop_oldest(user: User) -> None:
    kept = PushSubscription.objects.filter(user=user).order_by("-created_at")[:MOST_DEVICES]
    keys = list(kept.values_list("pk", flat=True))
    if len(keys) == MOST_DEVICES:
        PushSubscription.objects.filter(user=user).exclude(pk__in=keys).delete()


def unsubscribe(user: User, id: UUID) -> bool:
    """Ends one of one's own subscriptions. Was it there?"""
    return bool(PushSubscription.objects.filter(pk=id, user=user).delete()[0])


def send_test(user: User, id: UUID, url: str) -> None:
    """Sends a notification to one of one's own devices, which leads to `url`. Raises Refused."""
    limits.PUSH.take_for(Actor.of(user))
    if not PushSubscription.objects.filter(pk=id, user=user).exists():
        raise not_found()
    key = f"{TEST}:{uuid4()}"
    queue.add([NewJob(TEST, key, {"subscription": str(id), "url": url})])
