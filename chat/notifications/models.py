from django.db import models
from django.utils.translation import gettext_lazy as _

from chat.models.keys import KeyField
from chat.models.membership import Membership
from chatsite.mongo.indexes import ExpiryIndex


def _user() -> "models.ForeignKey[object, object]":
    return models.ForeignKey(
        "chat.User",
        models.CASCADE,
        db_column="user",
        related_name="+",
        db_index=False,
        verbose_name=_("user"),
    )


class Preferences(models.Model):
    """What somebody wants to be notified of, and how; who has none has these defaults.

    `email_minutes`: how long a message for them may be unread before it is sent by email; 0: never, None: as
    the site has it.
    """

    id = KeyField()
    user = models.OneToOneField("chat.User", models.CASCADE, db_column="user", related_name="+")
    level = models.CharField(max_length=16, choices=Membership.Level, default=Membership.Level.MENTIONS)
    email_minutes = models.IntegerField(null=True)
    push_text = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("notification preferences")
        verbose_name_plural = _("notification preferences")
        indexes = [models.Index(fields=["level", "user"], name="preferences_by_level")]


class RoomLevel(models.Model):
    """What of a room somebody wants to be notified of, where that is not as by default."""

    id = KeyField()
    user = _user()
    room = models.ForeignKey("chat.Room", models.CASCADE, db_column="room", related_name="+", db_index=False)
    level = models.CharField(max_length=16, choices=Membership.Level)

    class Meta:
        verbose_name = _("notification level of a room")
        verbose_name_plural = _("notification levels of rooms")
        constraints = [models.UniqueConstraint(fields=["user", "room"], name="one_room_level")]
        indexes = [models.Index(fields=["room", "level"], name="levels_of_room")]


class PushSubscription(models.Model):
    """A browser that takes web push. `endpoint` is the address at the browser maker's service; messages to it
    are encrypted with `public_key` and `secret`. It ends with the `session` (a key) that it was made in."""

    id = KeyField()
    user = _user()
    digest = models.CharField(max_length=64, unique=True)  # of the endpoint
    endpoint = models.TextField()
    public_key = models.CharField(max_length=100)
    secret = models.CharField(max_length=32)
    session = models.CharField(max_length=40)
    device = models.CharField(max_length=200)
    language = models.CharField(max_length=16)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("push subscription")
        verbose_name_plural = _("push subscriptions")
        indexes = [
            models.Index(fields=["user", "created_at"], name="push_of_user"),
            models.Index(fields=["session"], name="push_of_session"),
        ]


class VapidKey(models.Model):
    """The key pair by which push services know this site. There is one, called `site`."""

    id = models.CharField(primary_key=True, max_length=16, db_column="_id")
    private = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("push key")
        verbose_name_plural = _("push keys")


class Looking(models.Model):
    """Somebody looks at a room in a visible page, on one instance. `id`: instance, person and room."""

    id = models.CharField(primary_key=True, max_length=250, db_column="_id")
    room = models.CharField(max_length=64)
    user = models.CharField(max_length=32)
    instance = models.CharField(max_length=128)
    until = models.DateTimeField()

    class Meta:
        verbose_name = _("look at a room")
        verbose_name_plural = _("looks at rooms")
        indexes = [
            models.Index(fields=["room", "user"], name="looking_at_room"),
            models.Index(fields=["instance"], name="looking_on_instance"),
            ExpiryIndex(fields=["until"], name="looking_expiry"),
        ]
