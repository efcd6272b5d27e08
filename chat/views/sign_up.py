"""Creating an account without an invitation: for everyone, or by an email address of certain domains."""

from asgiref.sync import async_to_sync
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from chat.actions import accounts, invited, newcomers
from chat.permissions.sign_ups import REFUSALS
from chat.queries.workspace import SignUp, workspace
from chat.views.account_adapter import complete_sign_in, is_own
from chat.views.entry_forms import AddressForm
from chat.views.forms import SignUpForm
from chat.views.page_form import form_page, posted

TEMPLATE = "accounts/sign_up.html"


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """What it takes to create an account: for everyone the form, which signs in at once."""
    if request.user.is_authenticated:
        return redirect("home")
    rule = workspace().sign_up
    if rule == SignUp.DOMAIN:
        return by_address(request)
    form = SignUpForm(posted(request))
    if form.is_valid():
        with form.showing_refusals():
            kept = form.cleaned_data
            user = async_to_sync(accounts.sign_up)(
                kept["username"],
                kept["password"],
                kept["name"],
                kept["email"],
                address=request.META["REMOTE_ADDR"],
            )
            async_to_sync(newcomers.welcome)(user)
            return complete_sign_in(request, user, next_page(request), new=True)
    context = {"next": request.GET.get("next", ""), "refusal": REFUSALS.get(rule, "")}
    return form_page(request, TEMPLATE, context, form)


def by_address(request: HttpRequest) -> HttpResponse:
    """Asks for an address, and sends a link there."""
    form = AddressForm(posted(request))
    if form.is_valid():
        with form.showing_refusals():
            async_to_sync(invited.request)(form.cleaned_data["email"], request.META["REMOTE_ADDR"])
            return render(request, "accounts/link_sent.html")
    domains = _(", ").join(f"@{domain}" for domain in workspace().domains)
    return form_page(request, TEMPLATE, {"domains": domains}, form)


def next_page(request: HttpRequest) -> str:
    """Where to go on, if it is a place of ours."""
    wanted = request.POST.get("next", "")
    return wanted if is_own(request, wanted) else ""
