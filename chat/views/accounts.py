"""Signing in and out, and passwords."""

from typing import Any, cast

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from asgiref.sync import async_to_sync
from django.conf import settings
from django.contrib import messages as notes
from django.contrib.auth import views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from chat.actions import email_addresses, password_reset, passwords
from chat.models import User
from chat.queries.workspace import workspace_name
from chat.views.account_adapter import complete_sign_in
from chat.views.forms import (
    FirstPasswordForm,
    NewPasswordForm,
    PasswordForm,
    ResetForm,
    SignInForm,
)
from chat.views.known_device import remember_device
from chat.views.page_form import form_page, posted
from chat.views.refusals import say_when, signed_in
from chat.views.shell import shell
from chatsite.mongo.sessions import SessionStore


class SignIn(views.LoginView):
    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "site_name": workspace_name(),
            "other_sites": settings.OPENID_PROVIDERS,
        }

    def form_valid(self, form: SignInForm) -> HttpResponse:  # type: ignore[override]
        """The password is right; a user with a second factor is asked for it."""
        form.attempt.succeeded()
        user = cast(User, form.get_user())
        return complete_sign_in(self.request, user, self.get_redirect_url())

    def form_invalid(self, form: SignInForm) -> HttpResponse:  # type: ignore[override]
        return say_when(super().form_invalid(form), form.refusal)


@sensitive_post_parameters()
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """Another password; other devices are signed out, and this one goes on."""
    user: User = request.user  # type: ignore[assignment]
    if not user.has_usable_password():
        return set_first_password(request, user)
    form = PasswordForm(posted(request), has_tokens=user.tokens.exists())
    if form.is_valid():
        kept = form.cleaned_data
        with form.showing_refusals():
            async_to_sync(passwords.change_password)(
                user,
                kept["old_password"],
                kept["new_password1"],
                cast(SessionStore, request.session),
                end_tokens=kept.get("end_tokens", False),
            )
            notes.success(request, _("Password changed. Other devices are signed out."))
            return remember_device(redirect("settings-password"), user)
    return form_page(request, "settings/password.html", shell(user), form)


def set_first_password(request: HttpRequest, user: User) -> HttpResponse:
    """For somebody who signs in by another site, after they have confirmed there that it is them."""
    raise_if_reauthentication_required(request, app="allauth.account")
    form = FirstPasswordForm(posted(request))
    if form.is_valid():
        with form.showing_refusals():
            session = cast(SessionStore, request.session)
            new = form.cleaned_data["new_password1"]
            async_to_sync(passwords.set_first_password)(user, new, session)
            notes.success(request, _("Password set. You can sign in with it now."))
            return remember_device(redirect("settings-password"), user)
    return form_page(request, "settings/password.html", shell(user), form)


@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Asks for a link to choose a new password by; or says whom to ask, where no mail is sent."""
    form = ResetForm(posted(request))
    if form.is_valid():
        with form.showing_refusals():
            async_to_sync(password_reset.request)(form.cleaned_data["email"], request.META["REMOTE_ADDR"])
            return redirect("password-reset-sent")
    return form_page(request, "accounts/password_reset.html", {"mail_works": settings.MAIL_WORKS}, form)


@require_safe
def forgotten_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/password_reset_sent.html")


class ChooseAgain(views.PasswordResetConfirmView):
    template_name = "accounts/password_reset_confirm.html"
    form_class = NewPasswordForm

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:  # type: ignore[override]
        """The link stands for the old password, and for nothing more."""
        user = cast(User, form.save())
        del self.request.session[views.INTERNAL_RESET_SESSION_TOKEN]
        email_addresses.confirm_by_link(user)
        passwords.notify(user)
        return complete_sign_in(self.request, user)


class SignOut(views.LogoutView):
    """The browser also deletes what the pages stored there: drafts, and messages that were not sent."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(request, *args, **kwargs)
        response["Clear-Site-Data"] = '"storage"'
        return response
