from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from chat.models.keys import KeyField
from chat.models.profile import Profile

username_shape = RegexValidator(
    r"^[a-zA-Z0-9][a-zA-Z0-9._-]*\Z",
    _("Use letters, digits, dots, dashes and underscores, and begin with a letter or a digit."),
)


class User(AbstractUser, Profile):
    """A person, or a program with a token. `username` never changes; `name` is what others read, if it is not
    empty. Saving a new one with a user name of another shape raises ValidationError.

    The role in the workspace follows from Django's own is_superuser and is_staff, and from is_guest: so the
    admin, `createsuperuser` and an instance of the version before, which know these, agree with it.
    """

    class Role(models.TextChoices):
        ADMINISTRATOR = "administrator", _("Administrator")
        MODERATOR = "moderator", _("Moderator")
        MEMBER = "member", _("Member")
        GUEST = "guest", _("Guest")

    id = KeyField()
    username = models.CharField(
        _("user name"),
        max_length=32,
        unique=True,
        validators=[username_shape],
        error_messages={"unique": _("This name is already taken.")},
    )
    folded = models.CharField(max_length=32, unique=True, editable=False)  # Ann and ann are one name
    name = models.CharField(_("display name"), max_length=60, blank=True)
    email = models.EmailField(_("email address"), blank=True, db_index=True)
    is_guest = models.BooleanField(_("guest"), default=False, editable=False)
    suspended_at = models.DateTimeField(_("suspended"), null=True, blank=True, editable=False)
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["username"]
        indexes = [
            models.Index(fields=["date_joined", "id"], name="user_by_joining"),
            models.Index(fields=["suspended_at", "id"], name="user_by_suspension"),
            models.Index(fields=["is_staff", "username"], name="user_by_standing"),
            models.Index(fields=["is_guest", "username"], name="user_by_guests"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding:  # every page that names a person has the user name in its address
            username_shape(self.username)
        self.folded = self.username.casefold()
        super().save(*args, **kwargs)

    @property
    def role(self) -> "User.Role":
        """In the workspace."""
        if self.is_superuser:
            return self.Role.ADMINISTRATOR
        if self.is_staff:
            return self.Role.MODERATOR
        return self.Role.GUEST if self.is_guest else self.Role.MEMBER

    @role.setter
    def role(self, role: "User.Role") -> None:
        self.is_superuser = role == self.Role.ADMINISTRATOR
        self.is_staff = role in (self.Role.ADMINISTRATOR, self.Role.MODERATOR)
        self.is_guest = role == self.Role.GUEST

    @property
    def shown_name(self) -> str:
        """What others read beside this person's messages."""
        return self.name.strip() or self.username

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
