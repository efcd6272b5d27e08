"""Entries that go: of a rebuild, and of accounts that are closed. Functions block.

Those of a deleted room go with it, and all of them when they expire.
"""

from typing import Any

from django.db.models.signals import post_save

from chat.for_you.stored import entries
from chat.models import User


def mark_stale() -> None:
    """Before a rebuild: those that it does not make again are dropped after it. What is read stays read."""
    entries().update_many({}, {"$set": {"stale": True}})


def drop_stale() -> None:
    entries().delete_many({"stale": True})


def connect() -> None:
    post_save.connect(_user_saved, sender=User, dispatch_uid="for_you")


def _user_saved(instance: User, **_: Any) -> None:
    if not instance.is_active:
        entries().delete_many({"user": instance.pk.hex})
