"""Signing up, in and out, and one's own settings."""

from typing import Any

from asgiref.sync import async_to_sync
from django.conf import settings
from django.contrib import messages as notes
from django.contrib.auth import login, views
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from chat.actions import people
from chat.errors import Code, Refused
from chat.forms import LookForm, NameForm, NewPasswordForm, PasswordForm, ResetForm, SignInForm, SignUpForm
from chat.models import User
from chat.views import attempts
from chat.views.refusals import signed_in
from chat.views.shell import shell

YEAR = 365 * 86400


class SignIn(views.LoginView):
    template_name = "door/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"site_name": settings.SITE_NAME}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if attempts.too_many(request.POST.get("username", ""), request.META["REMOTE_ADDR"]):
            form = SignInForm(request, initial={"username": request.POST.get("username", "")})
            context = self.get_context_data(form=form, too_many=True)
            return self.render_to_response(context, status=429)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        attempts.succeeded(form.cleaned_data["username"], self.request.META["REMOTE_ADDR"])
        return super().form_valid(form)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        attempts.failed(form.data.get("username", ""), self.request.META["REMOTE_ADDR"])
        return super().form_invalid(form)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """A new account, signed in at once."""
    if request.user.is_authenticated:
        return redirect("home")
    form = SignUpForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            login(request, make_account(form), backend=settings.AUTHENTICATION_BACKENDS[0])
            return redirect(next_page(request))
        except Refused as no:
            form.add_error("username" if no.code == Code.CONFLICT else None, str(no))
    context = {"form": form, "next": request.GET.get("next", "")}
    return render(request, "door/sign_up.html", context, status=status)


def make_account(form: SignUpForm) -> User:
    kept = form.cleaned_data
    return async_to_sync(people.sign_up)(kept["username"], kept["password"], kept["name"], kept["email"])


def next_page(request: HttpRequest) -> str:
    """Where to go on, if it is a place of ours."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else resolve_url("home")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """The name that others read, and the look of the page on this device."""
    user: User = request.user  # type: ignore[assignment]
    names, look = NameForm(initial={"name": user.name}), LookForm(initial={"theme": theme_of(request)})
    if request.method == "POST" and "theme" in request.POST:
        return keep_look(request)
    if request.method == "POST":
        names = NameForm(request.POST)
        if names.is_valid():
            async_to_sync(people.change_name)(user, names.cleaned_data["name"])
            notes.success(request, "Your name is changed.")
            return redirect("settings")
    return render(request, "settings/profile.html", shell(user) | {"names": names, "look": look})


def theme_of(request: HttpRequest) -> str:
    return request.COOKIES.get("theme", "") or "system"


def keep_look(request: HttpRequest) -> HttpResponse:
    """The theme is the device's, so it is a cookie."""
    form = LookForm(request.POST)
    response = redirect("settings")
    if form.is_valid() and form.cleaned_data["theme"] != "system":
        response.set_cookie("theme", form.cleaned_data["theme"], max_age=YEAR, samesite="Lax")
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response


class ChangePassword(views.PasswordChangeView):
    template_name = "settings/password.html"
    form_class = PasswordForm
    success_url = reverse_lazy("settings-password")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | shell(self.request.user)  # type: ignore[arg-type]

    def form_valid(self, form: PasswordForm) -> HttpResponse:  # type: ignore[override]
        notes.success(self.request, "Your password is changed. Other devices are signed out.")
        return super().form_valid(form)


change_password = signed_in(ChangePassword.as_view())


class Forgotten(views.PasswordResetView):
    template_name = "door/forgotten.html"
    form_class = ResetForm
    email_template_name = "mail/reset.txt"
    subject_template_name = "mail/reset_subject.txt"
    success_url = reverse_lazy("password-reset-sent")

    def form_valid(self, form: ResetForm) -> HttpResponse:  # type: ignore[override]
        self.extra_email_context = {"site_name": settings.SITE_NAME}
        return super().form_valid(form)


class ForgottenSent(views.PasswordResetDoneView):
    template_name = "door/forgotten_sent.html"


class ChooseAgain(views.PasswordResetConfirmView):
    template_name = "door/choose_again.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("home")
    post_reset_login = True
    post_reset_login_backend = "django.contrib.auth.backends.ModelBackend"


class SignOut(views.LogoutView):
    http_method_names = ["post", "options"]
