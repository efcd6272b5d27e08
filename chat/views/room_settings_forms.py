"""What is filled in on the page of a room's settings: each form is a part of the page."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from chat.models import Membership
from chat.models.room import Who
from chat.protocol.errors import Code
from chat.protocol.policy import Policy
from chat.text.durations import duration
from chat.views.page_form import PageForm

SLOW = (5, 10, 30, 60, 300, 900, 3600, 21_600)  # seconds that are offered


class TitleForm(PageForm):
    refused_at: ClassVar = {
        Code.CONFLICT: "title",
        Code.BAD_FRAME: "topic",
        Code.TOO_LONG: "topic",
        None: None,
    }
    title = forms.CharField(
        label=_("Title"), max_length=80, required=False, help_text=_("If blank, the address is shown.")
    )
    topic = forms.CharField(label=_("Topic"), max_length=250, required=False)


class RulesForm(PageForm):
    refused_at: ClassVar = {None: None}
    post = forms.ChoiceField(label=_("Who can post"), choices=Who)
    invite = forms.ChoiceField(label=_("Who can add people"), choices=Who)
    pin = forms.ChoiceField(label=_("Who can pin messages"), choices=Who)
    mention = forms.ChoiceField(label=_("Who can mention everyone with @room"), choices=Who)
    slow = forms.TypedChoiceField(
        label=_("Slow mode"),
        coerce=int,
        help_text=_("How long people wait between two messages of theirs. Moderators need not wait."),
    )

    def __init__(self, *args: Any, policy: Policy, **kwargs: Any) -> None:
        names = ("post", "invite", "pin", "mention", "slow")
        super().__init__(*args, initial={name: getattr(policy, name) for name in names}, **kwargs)
        seconds = sorted({*SLOW, policy.slow} - {0})
        self.fields["slow"].choices = [  # type: ignore[attr-defined]
            (0, _("Off")),
            *((each, duration(each)) for each in seconds),
        ]


class HandOverForm(PageForm):
    """Who owns the room from now on."""

    refused_at: ClassVar = {None: "successor"}
    successor = forms.ChoiceField(label=_("New owner"))

    def __init__(self, *args: Any, successors: Sequence[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].choices = [  # type: ignore[attr-defined]
            (str(one.user_id), f"{one.user.shown_name} (@{one.user.username})") for one in successors
        ]
