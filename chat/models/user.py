from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.validators import RegexValidator
from django.db import models

from chat.models.keys import KeyField

username_shape = RegexValidator(
    r"^[a-zA-Z0-9][a-zA-Z0-9._-]*\Z",
    "Use letters, digits, dots, dashes and underscores, and begin with a letter or a digit.",
)


class User(AbstractUser):
    """A person, or a program with a token. `username` is for good; `name` is what others read."""

    id = KeyField()
    username = models.CharField(
        "user name",
        max_length=32,
        unique=True,
        validators=[username_shape],
        error_messages={"unique": "Somebody has this name already."},
    )
    folded = models.CharField(max_length=32, unique=True, editable=False)  # Ann and ann are one name
    name = models.CharField("display name", max_length=60, blank=True)
    email = models.EmailField("email address", blank=True, db_index=True)
    suspended_at = models.DateTimeField(null=True, blank=True, editable=False)
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        ordering = ["username"]
        indexes = [
            models.Index(fields=["date_joined", "id"], name="user_by_joining"),
            models.Index(fields=["suspended_at", "id"], name="user_by_suspension"),
            models.Index(fields=["is_staff", "username"], name="user_by_standing"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = self.username.casefold()
        super().save(*args, **kwargs)

    @property
    def shown_name(self) -> str:
        """What others read beside this person's messages."""
        return self.name or self.username

    @property
    def is_suspended(self) -> bool:
        return self.suspended_at is not None

    def get_full_name(self) -> str:
        return self.shown_name

    def get_short_name(self) -> str:
        return self.shown_name

    def clean(self) -> None:
        super().clean()
        self.name = " ".join(self.name.split())
