"""Before sensitive changes: the password again, or the second factor."""

from typing import Any

from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import ReauthenticateView as CodeView
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django.http import HttpResponse

from chat.views.allauth_pages import SettingsPage
from chat.views.page_form import PageForm
from chat.views.second_factor_forms import ConfirmCodeForm, ConfirmPasskeyForm, ConfirmPasswordForm


class ByPassword(SettingsPage, ReauthenticateView):
    form_class = ConfirmPasswordForm
    template_name = "settings/confirm.html"


class ByCode(SettingsPage, CodeView):
    form_class = ConfirmCodeForm
    template_name = "settings/confirm.html"


class ByPasskey(SettingsPage, ReauthenticateWebAuthnView):
    form_class = ConfirmPasskeyForm
    template_name = "settings/confirm_passkey.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"form": kwargs.get("form") or self.get_form()}

    def form_invalid(self, form: PageForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form))
