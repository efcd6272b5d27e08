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
from pymongo.errors import PyMongoError

from chat.errors import Refused
from chat.person import Person

MOST = 200  # things of one action

Act = Callable[..., Awaitable[object]]


class ReasonForm(forms.Form):
    """Why. It is kept in the audit log."""

    reason = forms.CharField(
        max_length=250,
        required=False,
        widget=forms.TextInput(attrs={"class": "vLargeTextField", "size": 80}),
        help_text="For the audit log, which the staff can read.",
    )


class PlainForm(forms.Form):
    """Nothing to ask but whether to go on."""


@dataclass(frozen=True)
class Asking:
    """What the page says: `title` and `explains` before, `button` to go on; `done` and `already` after."""

    title: str
    explains: str
    button: str
    done: str
    already: str
    form: type[forms.Form] = ReasonForm
    shown: Callable[[Sequence[Any]], Sequence[Any]] = field(default=lambda items: items)
    trusted: bool = False


Outcomes = list[tuple[Any, bool | str]]


def asking(act: Act, ask: Asking) -> Callable[..., HttpResponse | None]:
    """An admin action that shows what it is about to do, and then does `act(person, item, **answers)`.

    It is called as `act` is, which tells by False that it was so already, and may refuse.
    """

    @admin.action(description=ask.title)
    def action(site: admin.ModelAdmin, request: HttpRequest, chosen: QuerySet[Any]) -> HttpResponse | None:
        items = list(chosen[: MOST + 1])
        if len(items) > MOST:
            site.message_user(request, f"Choose at most {MOST} at once.", messages.ERROR)
            return None
        form = ask.form(request.POST if "confirmed" in request.POST else None)
        if not form.is_valid():
            context = _context(site, request, ask, items, form) | {"action": action.__name__}
            return TemplateResponse(request, "admin/ask.html", context)
        person = Person.of(request.user, trusted=ask.trusted)
        outcomes = async_to_sync(_each)(act, person, items, form.cleaned_data)
        _report(site, request, ask, outcomes)
        return HttpResponseRedirect(_back(request))

    action.__name__ = act.__name__.strip("_")
    return action


async def _each(act: Act, person: Person, items: Sequence[Any], answers: dict[str, Any]) -> Outcomes:
    """What came of each: True, False when it was so already, or why it was refused."""
    outcomes: Outcomes = []
    for item in items:
        try:
            outcomes.append((item, await act(person, item, **answers) is not False))
        except Refused as refusal:
            outcomes.append((item, refusal.detail))
        except PyMongoError:
            outcomes.append((item, "MongoDB does not answer. Try it again in a moment."))
    return outcomes


def _report(site: admin.ModelAdmin, request: HttpRequest, ask: Asking, outcomes: Outcomes) -> None:
    for happened, level, words in ((True, messages.SUCCESS, ask.done), (False, messages.INFO, ask.already)):
        if those := [str(item) for item, outcome in outcomes if outcome is happened]:
            site.message_user(request, f"{words}: {_listed(those)}.", level)
    for item, outcome in outcomes:
        if isinstance(outcome, str):
            site.message_user(request, f"{item}: {outcome}", messages.ERROR)


def _listed(names: list[str]) -> str:
    return ", ".join(names[:10]) + (f" and {len(names) - 10} more" if len(names) > 10 else "")


def _context(
    site: admin.ModelAdmin, request: HttpRequest, ask: Asking, items: list[Any], form: forms.Form
) -> dict[str, Any]:
    return {
        **site.admin_site.each_context(request),
        "title": ask.title,
        "ask": ask,
        "items": ask.shown(items),
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
