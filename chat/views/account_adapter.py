"""What allauth asks the site: what a sign-in goes through, where it leads, and what people read."""

import time
from contextlib import suppress
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import (
    get_authentication_records,
    perform_login,
    record_authentication,
)
from allauth.account.models import Login
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages as notes
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from chat.actions import mail
from chat.models import User
from chat.protocol.errors import Refused
from chat.queries.workspace import SignUp, workspace
from chat.views.known_device import remember_device
from chatsite.languages import Text

# By allauth's name of the message; what is not here needs no saying.
MESSAGES: dict[str, Text] = {
    "account/messages/email_confirmed.txt": _("Your email address is confirmed."),
    "account/messages/email_confirmation_failed.txt": _("Another account has this email address."),
    "mfa/messages/totp_activated.txt": _("The authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app is removed."),
    "mfa/messages/recovery_codes_generated.txt": _("You have new recovery codes."),
    "mfa/messages/webauthn_added.txt": _("The passkey is added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is removed."),
    "socialaccount/messages/account_connected.txt": _("The account is linked."),
    "socialaccount/messages/account_connected_updated.txt": _("The account is linked already."),
    "socialaccount/messages/account_connected_other.txt": _("It is linked to another account here."),
}

# What is mailed to an account's address, by allauth's name of the mail; nothing is sent for what is not here.
NOTICES: dict[str, Text] = {
    "account/email/email_changed": _("The email address of your account was changed to another one."),
    "mfa/email/totp_activated": _("An authenticator app was added to your account."),
    "mfa/email/totp_deactivated": _("The authenticator app was removed from your account."),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made for your account."),
    "mfa/email/webauthn_added": _("A passkey was added to your account."),
    "mfa/email/webauthn_removed": _("A passkey was removed from your account."),
    "socialaccount/email/account_connected": _("An account at another site was linked to your account."),
}
CONFIRMATIONS = {"account/email/email_confirmation", "account/email/email_confirmation_signup"}


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return workspace().sign_up == SignUp.OPEN

    def is_safe_url(self, url: str) -> bool:
        """A place of this site, under the name by which it was asked."""
        return bool(url) and is_own(self.request, url)

    def clean_username(self, username: str, shallow: bool = False) -> str:
        """The actions say which one may be taken."""
        return username

    def get_login_stages(self) -> list[str]:
        """What a sign-in goes through after the password, the passkey or the other site."""
        return ["allauth.account.stages.EmailVerificationStage", "allauth.mfa.stages.AuthenticateStage"]

    def pre_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponse | None:
        """Turns away who may not be signed in, whatever they signed in by."""
        if user.is_suspended:
            return render(request, "errors/suspended.html", status=403)
        if not user.is_active:
            notes.error(request, _("Your account is closed."))
            return redirect("sign-in")
        return None

    def post_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponse:
        return remember_device(super().post_login(request, user, **more), user)

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """By what somebody may confirm that it is them, looked up once a request."""
        known: list[dict[str, Any]] | None = getattr(self.request, "confirmations", None)
        if known is None:
            known = self.request.confirmations = confirmations(user)
        return known

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who has no password, no second factor and no account elsewhere has nothing to confirm by."""
        has_one = bool(self.get_reauthentication_methods(self.request.user))
        return has_one and not _confirmed_elsewhere(self.request)

    def get_client_ip(self, request: HttpRequest) -> str:
        return str(request.META.get("REMOTE_ADDR") or "")

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return settings.SITE_URL + reverse("account_confirm_email", args=[emailconfirmation.key])

    def should_send_confirmation_mail(self, request: HttpRequest, email_address: Any, signup: bool) -> bool:
        return settings.MAIL_WORKS

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In a thread of its own. Where too much waits, a notice is left out, and a request for a link is
        refused."""
        if not settings.MAIL_WORKS:
            return
        if template_prefix in CONFIRMATIONS:
            mail.send_later("confirm", email, {"link": context["activate_url"]})
        elif text := NOTICES.get(template_prefix):
            with suppress(Refused):
                mail.send_later("notice", email, {"what": text})

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        text = message or MESSAGES.get(message_template or "")
        if text:
            notes.add_message(request, level, str(text), extra_tags)


def confirmations(user: User) -> list[dict[str, Any]]:
    """The pages where somebody may confirm that it is them; the first is the one that they are sent to."""
    types = set(Authenticator.objects.filter(user_id=user.pk).values_list("type", flat=True))
    ways = [
        (user.has_usable_password(), "account_reauthenticate", _("Use your password")),
        (bool(types & {"totp", "recovery_codes"}), "mfa_reauthenticate", _("Use a code")),
        ("webauthn" in types, "mfa_reauthenticate_webauthn", _("Use a passkey")),
    ]
    own = [{"id": name, "url": reverse(name), "description": text} for has, name, text in ways if has]
    return [*own, *_elsewhere(user)]


def _confirmed_elsewhere(request: HttpRequest) -> bool:
    """Did somebody confirm at another site that it is them, as long as that counts? allauth knows only of
    passwords and second factors."""
    records = get_authentication_records(request, request.user)
    times = [
        each["at"]
        for each in records
        if each.get("reauthenticated") and each.get("method") == "socialaccount"
    ]
    return bool(times) and time.time() - times[-1] < app_settings.REAUTHENTICATION_TIMEOUT


def _elsewhere(user: User) -> list[dict[str, Any]]:
    """The other sites by which they sign in."""
    if not settings.OPENID_PROVIDERS:
        return []
    linked = set(SocialAccount.objects.filter(user_id=user.pk).values_list("provider", flat=True))
    return [
        {
            "id": f"elsewhere {each['provider_id']}",
            "url": reverse("confirm-elsewhere", args=[each["provider_id"]]),
            "description": _("Use %(site)s") % {"site": each["name"]},
        }
        for each in settings.OPENID_PROVIDERS
        if each["provider_id"] in linked
    ]


def is_own(request: HttpRequest, url: str) -> bool:
    return url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())


def complete_sign_in(
    request: HttpRequest, user: User, where: str = "", *, method: str = "password", new: bool = False
) -> HttpResponse:
    """Somebody has shown who they are by `method`. Asks for what is still lacking, or signs them in and goes
    on to `where`. `new`: the account was made just now."""
    record_authentication(request, user, method)
    return perform_login(request, Login(user=user, redirect_url=where or None, signup=new))
