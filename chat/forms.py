"""What people fill in."""

from typing import Any

from django import forms
from django.contrib.auth.forms import (
    AuthenticationForm,
    PasswordChangeForm,
    PasswordResetForm,
    SetPasswordForm,
)
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from emoji import is_emoji

from chat.models import Room, User
from chat.models.room import slug_shape
from chat.models.user import username_shape


class Field(forms.BoundField):
    """A field as templates/parts/field.html draws it."""

    def as_widget(self, widget: Any = None, attrs: Any = None, only_initial: bool = False) -> Any:
        given = {"class": "input", **(attrs or {})}
        return super().as_widget(widget, given, only_initial)


class Form(forms.Form):
    """A form of the pages: labels without colons, an error in red beside its field."""

    bound_field_class = Field
    use_required_attribute = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})


def password(label: str, help_text: str = "", *, new: bool = True) -> forms.CharField:
    kind = "new-password" if new else "current-password"
    return forms.CharField(
        label=label,
        help_text=help_text,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": kind}),
    )


class SignInForm(Form, AuthenticationForm):
    username = forms.CharField(
        label="User name",
        max_length=150,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = password("Password", new=False)
    error_messages = {
        "invalid_login": "That name and password do not match. Check both, or reset the password.",
        "inactive": "This account is closed.",
    }

    def confirm_login_allowed(self, user: AbstractBaseUser) -> None:
        super().confirm_login_allowed(user)
        if isinstance(user, User) and user.is_suspended:
            raise ValidationError("This account is suspended. Ask whoever runs this house.", "suspended")


class SignUpForm(Form):
    username = forms.CharField(
        label="User name",
        max_length=32,
        validators=[username_shape],
        help_text="For signing in, and for others to mention you by. It stays as it is.",
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    name = forms.CharField(
        label="Name people see",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label="Email",
        required=False,
        help_text="Only for a new password, should you forget yours.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = password("Password", "Eight characters at least.")

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


class NameForm(Form):
    name = forms.CharField(
        label="Name people see",
        max_length=60,
        required=False,
        help_text="Empty: your user name. What you said before keeps the name of that time.",
    )


class LookForm(Form):
    theme = forms.ChoiceField(choices=[("system", "Like the system"), ("light", "Light"), ("dark", "Dark")])


class PasswordForm(Form, PasswordChangeForm):
    error_messages = {
        **PasswordChangeForm.error_messages,
        "password_incorrect": "That is not your password of now.",
    }
    old_password = password("Password of now", new=False)
    new_password1 = password("New password", "Eight characters at least.")
    new_password2 = password("New password once more")


class NewPasswordForm(Form, SetPasswordForm):
    new_password1 = password("New password", "Eight characters at least.")
    new_password2 = password("New password once more")


class ResetForm(Form, PasswordResetForm):
    email = forms.EmailField(
        label="Email", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class OpenRoomForm(Form):
    slug = forms.CharField(
        label="Name",
        max_length=Room._meta.get_field("slug").max_length,
        validators=[slug_shape],
        help_text="Lower-case letters, digits and dashes, as in “garden” or “long-walks”.",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    topic = forms.CharField(label="What it is for", max_length=250, required=False)

    def clean_slug(self) -> str:
        return str(self.cleaned_data["slug"])


class DescribeForm(Form):
    topic = forms.CharField(label="What it is for", max_length=250, required=False)


class ReasonForm(Form):
    reason = forms.CharField(
        label="Why",
        max_length=250,
        required=False,
        help_text="For the audit log, which the staff can read.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class EditForm(Form):
    text = forms.CharField(label="Your words", strip=False, widget=forms.Textarea(attrs={"rows": 4}))


class ReactForm(Form):
    """An emoji to put to a message (`put`), or to take back from it (`take`): each is a button of its own."""

    put = forms.CharField(
        max_length=32,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "Another emoji"}),
    )
    take = forms.CharField(max_length=32, required=False)

    def clean(self) -> dict[str, Any]:
        kept = super().clean() or self.cleaned_data
        if not is_emoji(kept.get("put") or kept.get("take") or ""):
            raise ValidationError("That is no emoji.")
        return kept


class PostForm(forms.Form):
    """The composer without scripts. `id` is made with the page."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(strip=False, required=True)
    reply_to = forms.IntegerField(required=False, min_value=1, max_value=2**53 - 1)
