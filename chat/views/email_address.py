"""One's own mail address, and the link that confirms it."""

from typing import ClassVar

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.account.models import EmailConfirmation
from django import forms
from django.conf import settings
from django.contrib import messages as notes
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from chat.actions import email_addresses
from chat.models import User
from chat.views.page_form import PageForm, form_page, posted
from chat.views.refusals import signed_in
from chat.views.shell import shell


class EmailForm(PageForm):
    refused_at: ClassVar = {None: "email"}
    email = forms.EmailField(
        label=gettext_lazy("Email"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    form = EmailForm(posted(request), initial={"email": email_addresses.pending(user) or user.email})
    if form.is_valid():
        raise_if_reauthentication_required(request, app="allauth.account")
        with form.showing_refusals():
            email_addresses.request_change(user, form.cleaned_data["email"])
            notes.success(request, _("Check your email: we sent a link to this address."))
            return redirect("settings-email")
    known = {
        "address": user.email,
        "is_confirmed": email_addresses.is_confirmed(user),
        "pending": email_addresses.pending(user),
        "mail_works": settings.MAIL_WORKS,
    }
    return form_page(request, "settings/email.html", shell(user) | known, form)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """By a button, since programs that look into mail open its links."""
    confirmation = EmailConfirmation.from_key(key)
    if confirmation is None or not confirmation.sent:
        return render(request, "accounts/email_confirm.html", status=404)
    if request.method != "POST":
        return render(request, "accounts/email_confirm.html", {"email": confirmation.email_address.email})
    confirmation.confirm(request)
    EmailConfirmation.objects.filter(email_address=confirmation.email_address).delete()
    own = request.user.is_authenticated and request.user.pk == confirmation.email_address.user_id
    return redirect("settings-email" if own else "sign-in")
