"""Actions of the admin that ask before they act: for a reason, and whatever else they need."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from asgiref.sync import async_to_sync
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from pymongo.errors import PyMongoError

from chat.actors.actor import Actor
from chat.protocol.errors import Refused, unavailable
from chatsite.languages import Text

MOST = 200  # things of one action

Act = Callable[..., Awaitable[object]]


class ConfirmationForm(forms.Form):
    """Why. It is kept in the audit log."""

    reason = forms.CharField(
        max_length=250,
        required=False,
        widget=forms.TextInput(attrs={"class": "vLargeTextField", "size": 80}),
        label=_("Reason"),
        help_text=_("Kept in the audit log, which the staff can read."),
    )


class PlainForm(forms.Form):
    """Nothing to ask but whether to go on."""


@dataclass(frozen=True)
class Confirmation:
    """What the page says: `title` and `explains` before, `button` to go on; `done` and `already` after."""

    title: Text
    explains: Text
    button: Text
    done: Text
    already: Text
    form: type[forms.Form] = ConfirmationForm
    shown: Callable[[Sequence[Any]], Sequence[Any]] = field(default=lambda items: items)
    trusted: bool = False


Outcomes = list[tuple[Any, bool | Refused]]


def confirmed(act: Act, confirmation: Confirmation) -> Callable[..., HttpResponse | None]:
    """An admin action that shows what it is about to do, and then does `act(person, item, **answers)`.

    It is called as `act` is, which returns False where nothing had to be done, and may refuse.
    """

    @admin.action(description=confirmation.title)
    def action(site: admin.ModelAdmin, request: HttpRequest, chosen: QuerySet[Any]) -> HttpResponse | None:
        items = list(chosen[: MOST + 1])
        if len(items) > MOST:
            site.message_user(request, _("Choose at most %(most)d at once.") % {"most": MOST}, messages.ERROR)
            return None
        form = confirmation.form(request.POST if "confirmed" in request.POST else None)
        if not form.is_valid():
            context = _context(site, request, confirmation, items, form) | {"action": action.__name__}
            return TemplateResponse(request, "admin/confirm.html", context)
        actor = Actor.of(request.user, trusted=confirmation.trusted)
        outcomes = async_to_sync(_each)(act, actor, items, form.cleaned_data)
        _report(site, request, confirmation, outcomes)
        return HttpResponseRedirect(_back(request))

    action.__name__ = act.__name__.strip("_")
    return action


async def _each(act: Act, actor: Actor, items: Sequence[Any], answers: dict[str, Any]) -> Outcomes:
    """What came of each: True, False when it was so already, or why it was refused."""
    outcomes: Outcomes = []
    for item in items:
        try:
            outcomes.append((item, await act(actor, item, **answers) is not False))
        except Refused as refusal:
            outcomes.append((item, refusal))
        except PyMongoError:
            outcomes.append((item, unavailable(_("The database does not answer. Try again in a moment."))))
    return outcomes


def _report(
    site: admin.ModelAdmin, request: HttpRequest, confirmation: Confirmation, outcomes: Outcomes
) -> None:
    for happened, level, text in (
        (True, messages.SUCCESS, confirmation.done),
        (False, messages.INFO, confirmation.already),
    ):
        if those := [str(item) for item, outcome in outcomes if outcome is happened]:
            site.message_user(request, f"{text}: {_listed(those)}.", level)
    for item, outcome in outcomes:
        if isinstance(outcome, Refused):
            site.message_user(request, f"{item}: {outcome}", messages.ERROR)


def _listed(names: list[str]) -> str:
    """The first ten, and how many more there are."""
    more = len(names) - 10
    if more <= 0:
        return ", ".join(names)
    text = ngettext("%(names)s and %(count)d more", "%(names)s and %(count)d more", more)
    return text % {"names": ", ".join(names[:10]), "count": more}


def _context(
    site: admin.ModelAdmin,
    request: HttpRequest,
    confirmation: Confirmation,
    items: list[Any],
    form: forms.Form,
) -> dict[str, Any]:
    return {
        **site.admin_site.each_context(request),
        "title": confirmation.title,
        "ask": confirmation,
        "items": confirmation.shown(items),
        "chosen": [item.pk for item in items],
        "form": form,
        "media": site.media + form.media,
        "opts": site.opts,
        "checkbox": ACTION_CHECKBOX_NAME,
        "back": _back(request),
    }


def _back(request: HttpRequest) -> str:
    """The page on which it was asked for."""
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return back if safe else request.get_full_path()
