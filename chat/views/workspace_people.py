"""What the staff does about an account, from its page: suspend it, remove what it shows of itself, and give
it a role in the workspace."""

from asgiref.sync import async_to_sync
from django.contrib import messages as notes
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from chat.actions import accounts, moderation, profile_moderation
from chat.actors.actor import Actor
from chat.models import User
from chat.permissions.workspace_roles import RUN_WORKSPACE, check
from chat.protocol.errors import Code, Refused
from chat.views.forms import ClearProfileForm, ReasonForm
from chat.views.message_actions import reason
from chat.views.page_form import form_page, posted
from chat.views.people import seen_person
from chat.views.refusals import signed_in
from chat.views.shell import shell

NO_ROLE = gettext_lazy("Choose one of the roles.")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def suspend(request: HttpRequest, username: str) -> HttpResponse:
    """GET asks for a reason; POST closes the account until the suspension is lifted."""
    user: User = request.user  # type: ignore[assignment]
    check(Actor.of(user), RUN_WORKSPACE)
    other = seen_person(user, username)
    if request.method == "POST":
        async_to_sync(moderation.suspend)(user, str(other.pk), reason(request))
        notes.success(request, _("The account of %(name)s is suspended.") % {"name": other.shown_name})
        return redirect("person", other.username)
    return form_page(request, "people/suspend.html", shell(user) | {"other": other}, ReasonForm())


@signed_in
@require_POST
def unsuspend(request: HttpRequest, username: str) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    check(Actor.of(user), RUN_WORKSPACE)
    other = seen_person(user, username)
    async_to_sync(moderation.unsuspend)(user, str(other.pk))
    notes.success(request, _("%(name)s can sign in again.") % {"name": other.shown_name})
    return redirect("person", other.username)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def clear_profile(request: HttpRequest, username: str) -> HttpResponse:
    """GET asks what, and for a reason; POST removes it (`picture`, `text`)."""
    user: User = request.user  # type: ignore[assignment]
    check(Actor.of(user), RUN_WORKSPACE)
    other = seen_person(user, username)
    form = ClearProfileForm(posted(request))
    if form.is_valid():
        with form.showing_refusals():
            async_to_sync(profile_moderation.clear_profile)(user, str(other.pk), **form.cleaned_data)
            notes.success(request, _("Removed from the profile of %(name)s.") % {"name": other.shown_name})
            return redirect("person", other.username)
    return form_page(request, "people/clear_profile.html", shell(user) | {"other": other}, form)


@signed_in
@require_POST
def role(request: HttpRequest, username: str) -> HttpResponse:
    """Gives a role in the workspace (`role`)."""
    user: User = request.user  # type: ignore[assignment]
    other = seen_person(user, username)
    wanted = request.POST.get("role", "")
    if wanted not in User.Role.values:
        raise Refused(Code.BAD_FRAME, NO_ROLE)
    async_to_sync(accounts.set_role)(user, str(other.pk), User.Role(wanted))
    label = {"name": other.shown_name, "role": User.Role(wanted).label}
    notes.success(request, _("%(name)s now has the role %(role)s.") % label)
    return redirect("person", other.username)
