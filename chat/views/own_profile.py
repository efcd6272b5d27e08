"""The page on which people say who they are and how they are, and choose the look of the page."""

from datetime import UTC, datetime
from typing import Any

from asgiref.sync import async_to_sync
from django.contrib import messages as notes
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from chat.actions import accounts, profiles
from chat.models import User
from chat.text.time_zones import zone_names
from chat.views.forms import LookForm, UndoForm
from chat.views.page_form import PageForm, form_page
from chat.views.profile_forms import ProfileForm, QuietForm, StatusForm, time_of
from chat.views.refusals import reported, signed_in
from chat.views.shell import shell

YEAR = 365 * 86400


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """GET shows all the forms; POST saves the names and the like, or what is chosen for this device."""
    user: User = request.user  # type: ignore[assignment]
    if request.method != "POST":
        return page(request, user)
    if "theme" in request.POST:
        return keep_look(request)
    if "undo" in request.POST:
        return keep_undo(request)
    form = ProfileForm(request.POST)
    if form.is_valid():
        kept = form.cleaned_data
        with form.showing_refusals():
            if kept["name"] != user.name:
                async_to_sync(accounts.change_name)(user, kept["name"])
            about = {name: kept[name] for name in ("pronouns", "about", "zone")}
            if any(about[name] != (getattr(user, name) or "") for name in about):
                async_to_sync(profiles.describe)(user, **about)
            notes.success(request, _("Profile saved."))
            return redirect("settings")
    return page(request, user, profile_form=form)


@signed_in
@require_POST
def status(request: HttpRequest) -> HttpResponse:
    """Saves the status; `clear` takes it away."""
    user: User = request.user  # type: ignore[assignment]
    if "clear" in request.POST:
        async_to_sync(profiles.set_status)(user, "", "")
        return reported(request, _("Status cleared."), lambda: reverse("settings"))
    form = StatusForm(request.POST, user=user, now=datetime.now(UTC))
    if form.is_valid():
        with form.showing_refusals():
            async_to_sync(profiles.set_status)(
                user, form.cleaned_data["emoji"], form.cleaned_data["text"], form.end
            )
            return reported(request, _("Status saved."), lambda: reverse("settings"))
    return page(request, user, status_form=form)


@signed_in
@require_POST
def quiet(request: HttpRequest) -> HttpResponse:
    """Saves when one does not want to be disturbed."""
    user: User = request.user  # type: ignore[assignment]
    form = QuietForm(request.POST, user=user, now=datetime.now(UTC))
    if form.is_valid():
        with form.showing_refusals():
            own_zone = "" if user.zone else timezone.get_current_timezone_name()
            async_to_sync(profiles.set_quiet_hours)(user, *form.minutes, own_zone)
            async_to_sync(profiles.set_quiet_until)(user, form.quiet_until)
            notes.success(request, _("Do not disturb saved."))
            return redirect("settings")
    return page(request, user, quiet_form=form)


def page(request: HttpRequest, user: User, **filled: PageForm) -> HttpResponse:
    """All forms, of which one may be filled in."""
    now = datetime.now(UTC)
    names = {name: getattr(user, name) or "" for name in ("name", "pronouns", "about", "zone")}
    has_status = user.status_until is None or user.status_until > now
    forms: dict[str, Any] = {
        "profile_form": ProfileForm(initial=names),
        "status_form": StatusForm(
            initial={"emoji": user.status_emoji, "text": user.status_text} if has_status else {},
            user=user,
            now=now,
        ),
        "quiet_form": QuietForm(
            initial={"start": time_of(user.quiet_from), "end": time_of(user.quiet_to)}, user=user, now=now
        ),
        "has_status": has_status and bool(user.status_emoji or user.status_text),
        "undo_form": UndoForm(initial={"undo": request.COOKIES.get("undo", "0")}),
        "zone_names": zone_names(),
        "quiet_zone": user.zone or timezone.get_current_timezone_name(),
    } | filled
    shown = next(iter(filled.values()), forms["profile_form"])
    return form_page(request, "settings/profile.html", shell(user) | forms, shown)


def keep_look(request: HttpRequest) -> HttpResponse:
    """The theme is the device's, so it is a cookie."""
    form = LookForm(request.POST)
    response = redirect("settings")
    if form.is_valid() and form.cleaned_data["theme"] != "system":
        response.set_cookie("theme", form.cleaned_data["theme"], max_age=YEAR, samesite="Lax")
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response


def keep_undo(request: HttpRequest) -> HttpResponse:
    """How long a message waits on this device before it is sent."""
    form = UndoForm(request.POST)
    response = redirect("settings")
    if form.is_valid() and form.cleaned_data["undo"] != "0":
        response.set_cookie("undo", form.cleaned_data["undo"], max_age=YEAR, samesite="Lax")
    else:
        response.delete_cookie("undo", samesite="Lax")
    return response
