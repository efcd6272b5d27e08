"""What people fill in."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.forms import (
    AuthenticationForm,
    SetPasswordForm,
)
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from chat.actions import sign_in
from chat.models import Membership, Room, User
from chat.models.room import slug_shape
from chat.models.user import username_shape
from chat.protocol.errors import Code
from chat.text.emoji import is_one_emoji
from chat.views.known_device import DEVICE
from chat.views.page_form import PageForm
from chatsite.languages import Text


def password(
    label: Text, help_text: Text = "", *, new: bool = True, template: str | None = None
) -> forms.CharField:
    kind = "new-password" if new else "current-password"
    return forms.CharField(  # type: ignore[call-arg]  # its stub has no template_name
        label=label,
        help_text=help_text,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": kind}),
        template_name=template,
    )


class SignInForm(PageForm, AuthenticationForm):
    username = forms.CharField(
        label=_("User name or email"),
        max_length=254,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = password(_("Password"), new=False, template="forms/sign_in_password.html")
    refused_at: ClassVar = {None: None}
    error_messages = {
        "invalid_login": _("That name and password do not match. Check both, or reset the password."),
        "inactive": _("Your account is closed."),
    }

    def clean(self) -> dict[str, Any]:
        """Every attempt counts, before the password is looked at."""
        assert self.request is not None  # noqa: S101
        typed, address = self.data.get("username", ""), self.request.META["REMOTE_ADDR"]
        username = sign_in.name_of(typed)
        if username != typed:
            self.cleaned_data["username"] = username
        with self.showing_refusals():
            self.attempt = sign_in.count(username, address, self.request.COOKIES.get(DEVICE, ""))
        return self.cleaned_data if self.refusal else super().clean()

    def confirm_login_allowed(self, user: AbstractBaseUser) -> None:
        super().confirm_login_allowed(user)
        if isinstance(user, User) and user.is_suspended:
            raise ValidationError(_("Your account is suspended. Ask an administrator."), "suspended")


class SignUpForm(PageForm):
    refused_at: ClassVar = {Code.CONFLICT: "username", None: None}
    username = forms.CharField(
        label=_("User name"),
        max_length=32,
        validators=[username_shape],
        help_text=_("Used to sign in and for @mentions. It cannot be changed."),
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    name = forms.CharField(
        label=_("Display name"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Email"),
        required=False,
        help_text=_("Only for a new password, should you forget yours."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = password(_("Password"), _("At least 8 characters."))

    def clean(self) -> dict[str, Any]:
        """What is wrong with a password is said beside it; the account may be refused for more."""
        kept = super().clean() or self.cleaned_data
        if "password" in kept:
            named = {field: kept.get(field, "") for field in ("username", "name", "email")}
            try:
                validate_password(kept["password"], User(**named))
            except ValidationError as error:
                self.add_error("password", error)
        return kept


class LookForm(PageForm):
    theme = forms.ChoiceField(
        choices=[("system", _("Match system")), ("light", _("Light")), ("dark", _("Dark"))]
    )


class UndoForm(PageForm):
    """How long a message waits before it is sent: static/js/outbox/undo_time.js."""

    undo = forms.ChoiceField(
        label=_("Time to undo a message"),
        choices=[
            ("0", _("None, send at once")),
            ("5", _("5 seconds")),
            ("10", _("10 seconds")),
            ("20", _("20 seconds")),
        ],
    )


class FirstPasswordForm(PageForm):
    """A password for an account without one. Whether it is good is for the action to say."""

    refused_at: ClassVar = {None: "new_password1"}
    new_password1 = password(_("New password"), _("At least 8 characters."))
    new_password2 = password(_("Repeat new password"))

    def clean_new_password2(self) -> str:
        repeated = str(self.cleaned_data["new_password2"])
        if repeated != self.cleaned_data.get("new_password1", repeated):
            raise ValidationError(_("The two new passwords are not the same."))
        return repeated


class PasswordForm(FirstPasswordForm):
    """Another password in place of the current one."""

    refused_at: ClassVar = {Code.BAD_FRAME: "new_password1", None: "old_password"}
    field_order = ["old_password", "new_password1", "new_password2", "end_tokens"]
    old_password = password(_("Current password"), new=False)
    end_tokens = forms.BooleanField(
        label=_("Revoke all of my access tokens too"), required=False, template_name="forms/checkbox.html"
    )

    def __init__(self, *args: Any, has_tokens: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_tokens:
            del self.fields["end_tokens"]


class NewPasswordForm(PageForm, SetPasswordForm):
    new_password1 = password(_("New password"), _("At least 8 characters."))
    new_password2 = password(_("Repeat new password"))


class ResetForm(PageForm):
    refused_at: ClassVar = {None: None}
    email = forms.EmailField(
        label=_("Email"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class OpenRoomForm(PageForm):
    refused_at: ClassVar = {None: "slug"}
    slug = forms.CharField(
        label=_("Name"),
        max_length=Room._meta.get_field("slug").max_length,
        validators=[slug_shape],
        help_text=_("Lower-case letters, digits and dashes, as in “garden” or “long-walks”."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    topic = forms.CharField(label=_("Topic"), max_length=250, required=False)
    private = forms.BooleanField(
        label=_("Private: only people who are added can find it"),
        required=False,
        template_name="forms/checkbox.html",
    )


class LeaveForm(PageForm):
    """Who owns the room after an owner who leaves; asked of the last one, unless nobody else is there."""

    successor = forms.ChoiceField(label=_("New owner"), required=False)

    def __init__(self, *args: Any, successors: Sequence[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].required = bool(successors)
        self.fields["successor"].choices = [  # type: ignore[attr-defined]
            (str(one.user_id), f"{one.user.shown_name} (@{one.user.username})") for one in successors
        ]


class ReasonForm(PageForm):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=250,
        required=False,
        help_text=_("Kept in the audit log, which the staff can read."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ClearProfileForm(ReasonForm):
    refused_at: ClassVar = {Code.BAD_FRAME: None}
    picture = forms.BooleanField(label=_("The picture"), required=False, template_name="forms/checkbox.html")
    text = forms.BooleanField(
        label=_("Pronouns, the line about them, and their status"),
        required=False,
        template_name="forms/checkbox.html",
    )
    field_order = ("picture", "text", "reason")


class DayForm(PageForm):
    date = forms.DateField(
        label=_("Date"), input_formats=["%Y-%m-%d"], widget=forms.DateInput(attrs={"type": "date"})
    )


class ForwardForm(PageForm):
    """`to`: the id of a room. `id`: of the message to be, so that a form that is sent twice makes one."""

    refused_at: ClassVar = {Code.TOO_LONG: "comment", Code.EMPTY: None}
    id = forms.UUIDField(required=False, widget=forms.HiddenInput())
    to = forms.CharField(label=_("To"), max_length=64, widget=forms.Select())
    comment = forms.CharField(
        label=_("Comment"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class EditForm(PageForm):
    refused_at: ClassVar = {Code.TOO_LONG: "text", Code.EMPTY: "text"}
    text = forms.CharField(label=_("Text"), strip=False, widget=forms.Textarea(attrs={"rows": 4}))


class ReactForm(PageForm):
    """An emoji to add to a message, or one to remove from it: each has a button of its own."""

    add_emoji = forms.CharField(
        max_length=32,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": _("Another emoji")}),
    )
    remove_emoji = forms.CharField(max_length=32, required=False)

    def clean(self) -> dict[str, Any]:
        kept = super().clean() or self.cleaned_data
        if not is_one_emoji(kept.get("add_emoji") or kept.get("remove_emoji") or ""):
            raise ValidationError(_("That is not an emoji."))
        return kept


class PostForm(PageForm):
    """The composer without scripts. `id` is made with the page; `seen`: all up to there was on it."""

    refused_at: ClassVar = {None: None}
    id = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(strip=False, required=False)
    reply_to = forms.IntegerField(required=False, min_value=1, max_value=2**53 - 1)
    seen = forms.IntegerField(required=False, min_value=1, max_value=2**53 - 1)
    also = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        """A message has a text, or files."""
        if not self.cleaned_data.get("text") and "files" not in self.files and "text" not in self.errors:
            self.add_error("text", _("There is nothing in this message."))
        return self.cleaned_data
