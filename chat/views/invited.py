"""The page of an invitation: to create an account by it, or to join its rooms with one press."""

from asgiref.sync import async_to_sync
from django.conf import settings
from django.contrib import messages as notes
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from chat.actions import invited, newcomers
from chat.models import User
from chat.permissions.invitations import InvitationLink
from chat.permissions.sign_ups import may_sign_up_by
from chat.queries.workspace import SignUp, workspace
from chat.views.account_adapter import complete_sign_in
from chat.views.entry_forms import InvitedForm
from chat.views.page_form import form_page, posted
from chat.views.refusals import signed_in


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    link = invited.find(token, request.META["REMOTE_ADDR"])
    if request.user.is_authenticated:
        return join(request, token, link)
    return sign_up(request, token, link)


@signed_in
def join(request: HttpRequest, token: str, link: InvitationLink) -> HttpResponse:
    """GET says where the invitation leads; POST joins the rooms."""
    user: User = request.user  # type: ignore[assignment]
    if request.method != "POST":
        return render(request, "accounts/invitation.html", about(link))
    rooms = async_to_sync(invited.accept)(user, token)
    if not rooms:
        return redirect("home")
    notes.success(
        request, _("You joined: %(rooms)s.") % {"rooms": ", ".join(f"#{room.slug}" for room in rooms)}
    )
    return redirect(rooms[0])


def sign_up(request: HttpRequest, token: str, link: InvitationLink) -> HttpResponse:
    """A new account by the invitation, signed in at once."""
    form = InvitedForm(posted(request), fixed=bool(link.invitation.email))
    if form.is_valid():
        kept = form.cleaned_data
        with form.showing_refusals():
            user, rooms = async_to_sync(invited.sign_up)(
                token,
                kept["username"],
                kept["password"],
                kept["name"],
                kept.get("email", ""),
                address=request.META["REMOTE_ADDR"],
            )
            async_to_sync(newcomers.welcome)(user)
            where = rooms[0].get_absolute_url() if rooms else ""
            return complete_sign_in(request, user, where, new=True)
    context = about(link) | {
        "may_sign_up": may_sign_up_by(link),
        "is_closed": workspace().sign_up == SignUp.CLOSED,
        "other_sites": settings.OPENID_PROVIDERS,
    }
    return form_page(request, "accounts/invitation.html", context, form)


def about(link: InvitationLink) -> dict[str, object]:
    found = link.invitation
    return {
        "by": "" if link.maker.trusted else link.maker.name,
        "rooms": link.rooms,
        "email": found.email,
        "is_for_guests": found.role == User.Role.GUEST,
    }
