"""Second factors: an authenticator app, passkeys, and recovery codes for when they are lost."""

from typing import Any

from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, LoginWebAuthnView, RemoveWebAuthnView
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse_lazy

from chat.permissions import limits
from chat.views.allauth_pages import SettingsPage
from chat.views.page_form import PageForm
from chat.views.refusals import say_when
from chat.views.second_factor_forms import (
    AddAppForm,
    AddPasskeyForm,
    NewCodesForm,
    RemoveAppForm,
    SecondFactorPasskeyForm,
    SignInCodeForm,
    SignInPasskeyForm,
)
from chatsite.proxies import address_group

MOST_PASSKEYS = 20  # of one account


class Overview(SettingsPage, IndexView):
    template_name = "settings/second_factor.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        found = context["authenticators"]
        passkeys = found.get(Authenticator.Type.WEBAUTHN, [])
        return context | {
            "app": found.get(Authenticator.Type.TOTP),
            "passkeys": passkeys,
            "may_add_passkey": len(passkeys) < MOST_PASSKEYS,
            "recovery_codes": found.get(Authenticator.Type.RECOVERY_CODES),
        }


class SignInStep(AuthenticateView):
    """After the password: a code, or a passkey."""

    form_class = SignInCodeForm
    webauthn_form_class = SecondFactorPasskeyForm
    template_name = "accounts/second_factor.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A passkey is offered to those who have one."""
        context = super().get_context_data(**kwargs)
        types = set(Authenticator.objects.filter(user=self.stage.login.user).values_list("type", flat=True))
        return context | {
            "takes_code": Authenticator.Type.RECOVERY_CODES in types or Authenticator.Type.TOTP in types,
            "takes_passkey": Authenticator.Type.WEBAUTHN in types,
        }

    def form_invalid(self, form: PageForm) -> HttpResponse:
        return say_when(super().form_invalid(form), form.refusal)


class SignInByPasskey(LoginWebAuthnView):
    form_class = SignInPasskeyForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Each ceremony keeps its challenge in a session, so how many one network begins is limited."""
        limits.BEGUN_SIGN_INS.take(address_group(request.META.get("REMOTE_ADDR")))
        return super().dispatch(request, *args, **kwargs)


class AddApp(SettingsPage, ActivateTOTPView):
    form_class = AddAppForm
    template_name = "settings/add_app.html"


class RemoveApp(SettingsPage, DeactivateTOTPView):
    form_class = RemoveAppForm
    template_name = "settings/remove_app.html"


class AddPasskey(SettingsPage, AddWebAuthnView):
    form_class = AddPasskeyForm
    template_name = "settings/add_passkey.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The browser is asked to keep it, so that it can stand for name and password as well."""
        context = super().get_context_data(**kwargs)
        options = context["js_data"]["creation_options"]["publicKey"]
        options["authenticatorSelection"]["residentKey"] = "preferred"
        return context | {"form": kwargs.get("form") or self.get_form()}


class RemovePasskey(SettingsPage, RemoveWebAuthnView):
    template_name = "settings/remove_passkey.html"
    success_url = reverse_lazy("mfa_index")
    pk_url_kwarg = "document"


class RecoveryCodes(SettingsPage, ViewRecoveryCodesView):
    template_name = "settings/recovery_codes.html"


class NewRecoveryCodes(SettingsPage, GenerateRecoveryCodesView):
    form_class = NewCodesForm
    template_name = "settings/new_recovery_codes.html"
