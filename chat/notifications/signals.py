"""A session or an account that ends takes its push subscriptions along."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from chat.actions.sessions import renamed
from chat.models import User
from chat.notifications.models import Preferences, PushSubscription, RoomLevel
from chatsite.mongo.sessions.models import Session


@receiver(post_delete, sender=Session)
def session_ended(instance: Session, **_: Any) -> None:
    """Signed out: the next person at the device is not shown what this one is sent."""
    PushSubscription.objects.filter(session=instance.session_key).delete()


@receiver(renamed)
def session_renamed(old: str, new: str, **_: Any) -> None:
    """The session goes on under another key."""
    PushSubscription.objects.filter(session=old).update(session=new)


@receiver(post_save, sender=User)
def user_saved(instance: User, created: bool, **_: Any) -> None:
    """An account that was deleted keeps its row, without anything of the person."""
    if not created and not instance.is_active:
        for rows in (PushSubscription, Preferences, RoomLevel):
            rows.objects.filter(user=instance.pk).delete()
