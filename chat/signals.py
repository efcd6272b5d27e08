"""What Django itself does to sessions and accounts, wherever: open sockets hear of it as notices."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from chat import notices
from chat.identity import digest
from chat.models import Token, User
from chatsite.mongo.sessions.models import Session


@receiver(post_delete, sender=Session)
def session_ended(instance: Session, **_: Any) -> None:
    """Signed out, flushed or cleared."""
    notices.append(notices.SESSION, session=digest(instance.session_key))


@receiver(post_delete, sender=User)
def person_deleted(instance: User, **_: Any) -> None:
    notices.append(notices.PERSON, user=str(instance.pk))


@receiver(post_delete, sender=Token)
def token_deleted(instance: Token, **_: Any) -> None:
    notices.append(notices.TOKEN, token=instance.digest)


@receiver(post_save, sender=User)
def person_saved(instance: User, created: bool, update_fields: Any = None, **_: Any) -> None:
    """A new password, name or state. `last_login` alone, saved at every sign-in, is no news."""
    if not created and set(update_fields or ()) != {"last_login"}:
        notices.append(notices.PERSON, user=str(instance.pk))
