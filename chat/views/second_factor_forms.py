"""What people fill in to set up a second factor, and to show it."""

from typing import Any, ClassVar

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp.forms import ActivateTOTPForm, DeactivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from chat.actions import second_factors
from chat.models import User
from chat.permissions import limits
from chat.views.forms import password
from chat.views.page_form import PageForm


def code(help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=_("Code"),
        help_text=help_text,
        max_length=32,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
    )


class CountedCode(PageForm):
    """Every code counts for its account before it is looked at."""

    refused_at: ClassVar = {None: "code"}
    user: User

    def clean_code(self) -> str:
        with self.showing_refusals():
            limits.SECOND_FACTORS.take(str(self.user.pk))
            right: str = super().clean_code()  # type: ignore[misc]
            limits.SECOND_FACTORS.clear(str(self.user.pk))
            return right
        return ""


class UsedCode(CountedCode):
    """A code of the app, or a recovery code, which is used up by this."""

    authenticator: Authenticator

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        with self.showing_refusals():
            limits.SECOND_FACTORS.take(str(self.user.pk))
            found = second_factors.use_code(self.user, code)
            if found is None:
                raise get_adapter().validation_error("incorrect_code")
            limits.SECOND_FACTORS.clear(str(self.user.pk))
            self.authenticator = found
        return code


class SignInCodeForm(UsedCode, AuthenticateForm):
    code = code(_("From your authenticator app, or one of your recovery codes."))


class ConfirmCodeForm(UsedCode, ReauthenticateForm):
    code = code(_("From your authenticator app, or one of your recovery codes."))


class AddAppForm(CountedCode, ActivateTOTPForm):
    code = code(_("The six digits that the app shows."))


class RemoveAppForm(PageForm, DeactivateTOTPForm):
    pass


class NewCodesForm(PageForm, GenerateRecoveryCodesForm):
    pass


class SignInPasskeyForm(PageForm, LoginWebAuthnForm):
    pass


class SecondFactorPasskeyForm(PageForm, AuthenticateWebAuthnForm):
    pass


class ConfirmPasskeyForm(PageForm, ReauthenticateWebAuthnForm):
    pass


class AddPasskeyForm(PageForm, AddWebAuthnForm):
    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        required=False,
        help_text=_("To recognise this passkey later."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    passwordless = None


class ConfirmPasswordForm(PageForm):
    """The password again, before something that somebody at an unlocked device must not do."""

    refused_at: ClassVar = {None: "password"}
    password = password(_("Password"), new=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        with self.showing_refusals():
            limits.CONFIRMATIONS.take(str(self.user.pk))
            if not self.user.check_password(self.cleaned_data["password"]):
                raise ValidationError(_("That is not your current password."))
            limits.CONFIRMATIONS.clear(str(self.user.pk))
        return ""
