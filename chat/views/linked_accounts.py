"""One's accounts at other sites, by which one signs in and confirms that it is oneself."""

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chat.actions import external_accounts
from chat.models import User
from chat.views.refusals import signed_in
from chat.views.shell import shell
from chat.views.single_sign_on import go, next_page


@signed_in
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    linked = list(SocialAccount.objects.filter(user=user))
    names = {each["provider_id"]: each["name"] for each in settings.OPENID_PROVIDERS}
    if not names and not linked:
        raise Http404
    context = {
        "linked": [(each, names.get(each.provider, each.provider)) for each in linked],
        "others": {id: name for id, name in names.items() if id not in {each.provider for each in linked}},
    }
    return render(request, "settings/linked_accounts.html", shell(user) | context)


@signed_in
@require_safe
def add(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """To the other site, to link one's account there."""
    raise_if_reauthentication_required(request, app="allauth.socialaccount")
    return go(request, provider_id, AuthProcess.CONNECT, "")


@signed_in
@require_POST
def remove(request: HttpRequest, document: str) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    raise_if_reauthentication_required(request, app="allauth.socialaccount")
    if external_accounts.unlink(user, document):
        notes.success(request, _("The account is unlinked."))
    return redirect("linked-accounts")


@signed_in
@require_safe
def confirm(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """To the other site, where one gives the password again."""
    asked = {"prompt": "login", "max_age": "0"}
    return go(request, provider_id, AuthProcess.REDIRECT, next_page(request), **asked)
