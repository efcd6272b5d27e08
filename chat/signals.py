"""What Django itself does to sessions and accounts, wherever: open sockets hear of it as notices."""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest

from chat.accounts.identities import digest, proof_of
from chat.actions import sessions
from chat.models import Token, User
from chat.storage import notice_log
from chatsite.mongo.sessions import SessionStore, renewed
from chatsite.mongo.sessions.models import Session


@receiver(user_logged_in)
def session_began(request: HttpRequest, user: User, **_: Any) -> None:
    """However they signed in: where they are is kept with the session."""
    address = request.META.get("REMOTE_ADDR")
    if not request.session.session_key:
        request.session.save()
    sessions.forget_expired(user)
    sessions.keep(user.pk, request.session.session_key or "", address, request.headers.get("user-agent", ""))


@receiver(post_delete, sender=Session)
def session_ended(instance: Session, **_: Any) -> None:
    """Signed out, flushed or cleared."""
    sessions.forget(instance.session_key)
    notice_log.append(notice_log.SESSION, session=digest(instance.session_key))


@receiver(renewed)
def session_renewed(session: SessionStore, old: str, **_: Any) -> None:
    """Somebody signed in under a key of SECRET_KEY_FALLBACKS. Comes before the end of the old session key."""
    sessions.rename(old, session.session_key or "")
    user = User.objects.filter(pk=session[SESSION_KEY]).first() if SESSION_KEY in session else None
    if user is not None:
        keys = {"session": digest(old), "renewed": digest(session.session_key or "")}
        notice_log.append(notice_log.RENEWED, user=str(user.pk), proof=proof_of(user), **keys)


@receiver(post_delete, sender=User)
def user_deleted(instance: User, **_: Any) -> None:
    notice_log.append(notice_log.USER, user=str(instance.pk))


@receiver(post_delete, sender=Token)
def token_deleted(instance: Token, **_: Any) -> None:
    notice_log.append(notice_log.TOKEN, token=instance.digest)


@receiver(post_save, sender=User)
def user_saved(instance: User, created: bool, update_fields: Any = None, **_: Any) -> None:
    """A new password, name or state. `last_login` alone, saved at every sign-in, is no news."""
    if not created and set(update_fields or ()) != {"last_login"}:
        notice_log.append(notice_log.USER, user=str(instance.pk))
        if not update_fields or "name" in update_fields:
            notice_log.append(notice_log.PROFILE, user=str(instance.pk))
