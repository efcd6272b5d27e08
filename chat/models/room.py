import secrets
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models.base import ModelState
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chat.protocol.policy import LONGEST_SLOW, Policy

slug_shape = RegexValidator(
    r"^[a-z0-9]+(?:-[a-z0-9]+)*\Z",
    _("Use lower-case letters, digits and single dashes between them."),
)


MOST_PEOPLE = 9  # of a direct conversation, oneself among them
LONGEST_PEOPLE = MOST_PEOPLE * 33  # 32 hexadecimal digits a key, and a comma
DIRECT_ID = "d_"  # how the id of a direct conversation begins, and that of no other room
BEYOND_DIRECT = "d`"  # the least text beyond all those ids


def new_epoch() -> str:
    """The epoch of a room: another one when it is made, imported or restored."""
    return secrets.token_hex(8)


def is_direct_id(room: str) -> bool:
    """Is the room with this id a direct conversation?"""
    return room.startswith(DIRECT_ID)


def not_direct(field: str = "id") -> models.Q:
    """Rooms without direct conversations, or what belongs to them, by the `field` that holds a room's id or
    slug: two ranges of an index on it."""
    return models.Q(**{f"{field}__lt": DIRECT_ID}) | models.Q(**{f"{field}__gte": BEYOND_DIRECT})


class Who(models.TextChoices):
    """Who may do one of the things that a policy is about."""

    EVERYONE = "everyone", _("Everyone")
    MODERATORS = "moderators", _("Moderators only")


@cache
def _around_slug(page: str) -> tuple[str, str]:
    """The parts of the address of a page of a room. Pages have hundreds of addresses, and a look-up of one
    among all patterns takes as long as drawing a message."""
    before, _slug, after = reverse(page, args=["-"]).rpartition("-")
    return before, after


def _who(label: Any) -> "models.CharField[str, str]":
    return models.CharField(label, max_length=16, choices=Who, default=Who.EVERYONE)


class Room(models.Model):
    """A place to talk. `id` is its name on the wire: it never changes and is never used again.

    Title, topic, archived_at and the policy follow from the room's log: `changed_by` is the seq of the newest
    event of it that has been applied here (chat.actions.room_changes).

    Who belongs to a room that is not public is what its memberships say. A direct conversation belongs to a
    fixed set of people; its `slug` is its id, which nobody can guess (docs/decisions/0052).
    """

    class Kind(models.TextChoices):
        PUBLIC = "public", _("Public")
        PRIVATE = "private", _("Private")
        DIRECT = "direct", _("Direct conversation")

    id = models.CharField(primary_key=True, max_length=64, db_column="_id", editable=False)
    slug = models.CharField(_("address"), max_length=48, unique=True, validators=[slug_shape])
    title = models.CharField(_("title"), max_length=80, blank=True)
    topic = models.CharField(_("topic"), max_length=250, blank=True)
    epoch = models.CharField(max_length=32, default=new_epoch, editable=False)
    created_by = models.ForeignKey(
        "chat.User",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("created by"),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)
    policy_post = _who(_("who may post"))
    policy_invite = _who(_("who may add people"))
    policy_pin = _who(_("who may pin messages"))
    policy_mention = _who(_("who may mention everyone"))
    policy_slow = models.PositiveIntegerField(
        _("slow mode"),
        default=0,
        validators=[MaxValueValidator(LONGEST_SLOW)],
        help_text=_("seconds between two messages of one person"),
    )
    member_count = models.IntegerField(
        default=0, editable=False, help_text=_("how many people belong to it (chat.storage.member_counts)")
    )
    active_at = models.DateTimeField(
        null=True, editable=False, help_text=_("when its newest message was posted, to the minute")
    )
    changed_by = models.BigIntegerField(default=0, editable=False)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.PUBLIC, editable=False)
    people = models.CharField(
        max_length=LONGEST_PEOPLE,
        unique=True,
        null=True,
        editable=False,
        help_text=_("the keys of the people of a direct conversation, sorted, with commas between them"),
    )

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["slug"]
        indexes = [
            models.Index(fields=["created_at", "id"], name="room_by_making"),
            models.Index(fields=["archived_at", "slug"], name="room_by_archiving"),
            models.Index(fields=["kind", "archived_at", "slug"], name="room_by_kind"),
            models.Index(fields=["kind", "archived_at", "-member_count", "slug"], name="room_by_members"),
            models.Index(fields=["kind", "archived_at", "-active_at", "slug"], name="room_by_activity"),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return self.address_of(self.slug)

    @staticmethod
    def address_of(slug: str) -> str:
        """The page of the room with this slug."""
        before, after = _around_slug("conversation" if slug.startswith(DIRECT_ID) else "room")
        return f"{before}{slug}{after}"

    @classmethod
    def of_document(cls, document: dict[str, Any]) -> "Room":
        """The room of a document as it is stored."""
        maker, archived = document.get("created_by_id"), document.get("archived_at")
        active = document.get("active_at")
        # Made as unpickling makes it: with hundreds of rooms on a page, __init__ costs milliseconds.
        room = cls.__new__(cls)
        room.__dict__ |= {
            **{name: document.get(name) for name in cls._names()},
            "_state": ModelState(),
            "id": document["_id"],
            "created_by_id": UUID(maker) if maker else None,
            "created_at": _aware(document["created_at"]),
            "archived_at": _aware(archived) if archived else None,
            "member_count": document.get("member_count") or 0,
            "active_at": _aware(active) if active else None,
            "changed_by": document.get("changed_by") or 0,
            "kind": document.get("kind") or PUBLIC_KIND,
        }
        return room

    @classmethod
    @cache
    def _names(cls) -> tuple[str, ...]:
        return tuple(field.attname for field in cls._meta.concrete_fields)

    @property
    def is_public(self) -> bool:
        """May everyone enter? A room that an older version made says nothing of its kind."""
        return self.kind in PUBLIC_KINDS

    @property
    def is_direct(self) -> bool:
        return self.kind == DIRECT_KIND

    @property
    def icon(self) -> str:
        """What pages show before its name."""
        if self.is_public:
            return "hash"
        return "people" if self.is_direct else "lock"

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None

    @property
    def policy(self) -> Policy:
        """A room that the version before made has none stored."""
        stored = {name: getattr(self, f"policy_{name}") for name in Policy.__struct_fields__}
        return Policy(**{name: value for name, value in stored.items() if value is not None})


# As text: a list of rooms asks each of them, and a member of an enumeration takes ten times as long to name.
PUBLIC_KIND, DIRECT_KIND = Room.Kind.PUBLIC.value, Room.Kind.DIRECT.value
PUBLIC_KINDS = (PUBLIC_KIND, None)


def _aware(at: datetime) -> datetime:
    """MongoDB gives UTC without saying so."""
    return at.replace(tzinfo=UTC)
