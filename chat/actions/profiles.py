"""What people say of themselves: a profile, a status, and when they do not want to be disturbed."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from chat.actions.naming import plain
from chat.actions.pictures import forget_picture
from chat.actors.actor import Actor
from chat.models import User
from chat.models.profile import ABOUT, PRONOUNS, STATUS, Profile
from chat.permissions import limits
from chat.protocol.errors import Code, Refused, forbidden
from chat.storage import notice_log
from chat.storage.executor import in_thread
from chat.text.emoji import is_one_emoji
from chat.text.quiet_hours import DAY
from chat.text.time_zones import zone_names


async def describe(user: User | Actor, *, pronouns: str, about: str, zone: str) -> None:
    """One's pronouns, a line about oneself, and one's time zone by its name ("": not said)."""
    if zone and zone not in zone_names():
        raise Refused(Code.BAD_FRAME, _("Choose one of the time zones."))
    fields = {"pronouns": plain(pronouns, PRONOUNS), "about": plain(about, ABOUT), "zone": zone}
    await _change(user, fields)


async def set_status(user: User | Actor, emoji: str, text: str, until: datetime | None = None) -> None:
    """A status with an emoji, a text, or both; none of them: no status. `until`: when it ends by itself."""
    text = plain(text, STATUS)
    if emoji and not is_one_emoji(emoji):
        raise Refused(Code.BAD_FRAME, _("That is not an emoji."))
    has_status = bool(emoji or text)
    await _change(
        user, {"status_emoji": emoji, "status_text": text, "status_until": until if has_status else None}
    )


async def set_quiet_until(user: User | Actor, until: datetime | None) -> None:
    """Do not disturb from now on, until then; None: no more."""
    await _change(user, {"quiet_until": until})


async def set_quiet_hours(user: User | Actor, start: int | None, end: int | None, zone: str = "") -> None:
    """Do not disturb between these minutes of each day; None for both: at no hours. `zone`: the time zone of
    somebody who has not said theirs."""
    if (start is None) != (end is None) or (start is not None and start == end):
        raise Refused(Code.BAD_FRAME, _("Enter a beginning and another end, or neither."))
    if any(minute is not None and not 0 <= minute < DAY for minute in (start, end)):
        raise Refused(Code.BAD_FRAME, _("Enter a time of the day."))
    fields: dict[str, Any] = {"quiet_from": start, "quiet_to": end}
    if zone in zone_names():
        fields["zone"] = zone
    await _change(user, fields)


async def _change(user: User | Actor, fields: dict[str, Any]) -> None:
    actor = Actor.of(user)
    await in_thread(limits.PROFILE_CHANGES.take_for, actor)
    await in_thread(_store, actor, fields)


def _store(actor: Actor, fields: dict[str, Any]) -> None:
    if not User.objects.filter(pk=actor.id).update(**fields):
        raise forbidden(_("This account is gone."))
    notice_log.append(notice_log.PROFILE, user=actor.id)


def forget_profile(user: User) -> None:
    """Empties the profile of an account that is about to be stored, and deletes its picture. Blocks."""
    for field in Profile._meta.get_fields():
        setattr(user, field.name, User._meta.get_field(field.name).get_default())  # type: ignore[union-attr]
    forget_picture(user.pk.hex)
