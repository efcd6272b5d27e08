"""The settings of the workspace, for administrators."""

from asgiref.sync import async_to_sync
from django.contrib import messages as notes
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chat.actions import workspace
from chat.actions.workspace import WorkspaceChange
from chat.actors.actor import Actor
from chat.models import Room, User
from chat.permissions.room_access import room_by_slug
from chat.permissions.workspace_roles import ADMINISTER
from chat.permissions.workspace_roles import check as check_right
from chat.queries.workspace import SignUp, stored_workspace
from chat.views.entry_forms import WorkspaceForm
from chat.views.page_form import form_page, posted
from chat.views.refusals import signed_in
from chat.views.shell import shell


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def workspace_settings(request: HttpRequest) -> HttpResponse:
    """Its name, who may create an account, and which rooms everyone new joins."""
    user: User = request.user  # type: ignore[assignment]
    check_right(Actor.of(user), ADMINISTER)
    form = WorkspaceForm(posted(request), initial=_initial())
    if form.is_valid():
        with form.showing_refusals():
            kept = form.cleaned_data
            wanted = WorkspaceChange(
                name=kept["name"],
                sign_up=SignUp(kept["sign_up"]),
                domains=kept["domains"],
                default_rooms=[room_by_slug(user, slug).pk for slug in kept["default_rooms"]],
            )
            async_to_sync(workspace.change)(user, wanted)
            notes.success(request, _("Workspace settings saved."))
            return redirect("settings-workspace")
    return form_page(request, "settings/workspace.html", shell(user), form)


def _initial() -> dict[str, str]:
    found = stored_workspace()
    slugs = Room.objects.filter(pk__in=found.default_rooms).values_list("slug", flat=True)
    return {
        "name": found.name,
        "sign_up": found.sign_up.value,
        "domains": ", ".join(found.domains),
        "default_rooms": ", ".join(sorted(slugs)),
    }
