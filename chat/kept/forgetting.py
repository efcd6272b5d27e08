"""Kept messages that go: with a deleted message, and with a closed account. Functions block.

Those of a deleted room or account go with it.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models.signals import post_save

from chat.kept.stored import kept_messages
from chat.models import User
from chat.projections.registry import StoredEvent


def handle(events: Sequence[StoredEvent]) -> None:
    """Of the kinds that delete messages: nobody keeps them any more, also when they are restored."""
    places = [{"room": event.room, "seq": event.document["target"]} for event in events]
    if places:
        kept_messages().delete_many({"$or": places})


def connect() -> None:
    post_save.connect(_user_saved, sender=User, dispatch_uid="kept")


def _user_saved(instance: User, **_: Any) -> None:
    if not instance.is_active:
        kept_messages().delete_many({"user": instance.pk.hex})
