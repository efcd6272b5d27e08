"""The forms by which people say who they are and how they are."""

from datetime import datetime, time, timedelta
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chat.models import User
from chat.models.profile import ABOUT, PRONOUNS, STATUS
from chat.protocol.errors import Code
from chat.text.time_zones import zone_names
from chat.views.page_form import PageForm
from chatsite.languages import Text

KEEP = "keep"
LENGTHS: dict[str, Text] = {
    "30m": _("For 30 minutes"),
    "1h": _("For 1 hour"),
    "4h": _("For 4 hours"),
    "today": _("Until the end of today"),
    "week": _("Until the end of this week"),
}


def end_of(length: str, now: datetime) -> datetime | None:
    """When a time of this length ends that begins now; None for none. Days end at midnight where the reader
    is, weeks with Sunday."""
    if length in ("30m", "1h", "4h"):
        return now + timedelta(minutes={"30m": 30, "1h": 60, "4h": 240}[length])
    if length not in ("today", "week"):
        return None
    local = timezone.localtime(now)
    days = 1 if length == "today" else 7 - local.weekday()
    midnight = datetime.combine(local.date() + timedelta(days), time(), tzinfo=local.tzinfo)
    return midnight.astimezone(timezone.get_default_timezone())


def lengths(none: Text, until: datetime | None, now: datetime) -> list[tuple[str, Text]]:
    """The choices of an end, with the one that is set already."""
    choices: list[tuple[str, Text]] = [("", none), *LENGTHS.items()]
    if until is None or until <= now:
        return choices
    return [(KEEP, end_text(until, now)), *choices]


def end_text(until: datetime, now: datetime) -> str:
    """Until when; of today, the time alone."""
    local = timezone.localtime(until)
    shape = "TIME_FORMAT" if local.date() == timezone.localtime(now).date() else "DATETIME_FORMAT"
    return gettext("Until %(time)s") % {"time": date_format(local, shape)}


class ProfileForm(PageForm):
    refused_at: ClassVar = {
        Code.CONFLICT: "name", Code.BAD_FRAME: None, Code.TOO_LONG: None, Code.RATE_LIMITED: None
    }  # fmt: skip
    name = forms.CharField(
        label=_("Display name"),
        max_length=60,
        required=False,
        help_text=_("If blank, your user name is shown. Earlier messages keep your old name."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    pronouns = forms.CharField(label=_("Pronouns"), max_length=PRONOUNS, required=False)
    about = forms.CharField(
        label=_("About you"),
        max_length=ABOUT,
        required=False,
        help_text=_("A line or two: what you do, what others can ask you about."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    zone = forms.CharField(
        label=_("Time zone"),
        max_length=64,
        required=False,
        help_text=_("Others see what time it is where you are. For example, Europe/Berlin."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "time-zones", "spellcheck": "false"}),
    )

    def clean_zone(self) -> str:
        """Whatever its case, and with blanks for underscores."""
        typed = "_".join(str(self.cleaned_data["zone"]).split())
        found = next((name for name in zone_names() if name.casefold() == typed.casefold()), "")
        if typed and not found:
            raise ValidationError(_("There is no time zone of this name. Choose one of the list."))
        return found

    def clean_about(self) -> str:
        """One line: the box is larger only so that all of it is seen."""
        return " ".join(str(self.cleaned_data["about"]).split())


class StatusForm(PageForm):
    refused_at: ClassVar = {None: None}
    emoji = forms.CharField(
        label=_("Emoji"),
        max_length=32,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "🌱"}),
    )
    text = forms.CharField(
        label=_("Status"),
        max_length=STATUS,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("At lunch, back at 13:00")}),
    )
    until = forms.ChoiceField(label=_("Clear it"), required=False)

    def __init__(self, *args: Any, user: User, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept, self.now = user.status_until, now
        self.fields["until"].choices = lengths(_("Do not clear"), self.kept, now)  # type: ignore[attr-defined]
        self.initial["until"] = self.fields["until"].choices[0][0]  # type: ignore[attr-defined]

    @property
    def end(self) -> datetime | None:
        until = self.cleaned_data["until"]
        return self.kept if until == KEEP else end_of(until, self.now)


class QuietForm(PageForm):
    refused_at: ClassVar = {None: None}
    until = forms.ChoiceField(label=_("Do not disturb now"), required=False)
    start = forms.TimeField(
        label=_("Every day from"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    end = forms.TimeField(
        label=_("to"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def __init__(self, *args: Any, user: User, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept, self.now = user.quiet_until, now
        self.fields["until"].choices = lengths(_("Off"), self.kept, now)  # type: ignore[attr-defined]
        self.initial["until"] = self.fields["until"].choices[0][0]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        kept = super().clean() or self.cleaned_data
        start, end = kept.get("start"), kept.get("end")
        if (
            "start" in kept
            and "end" in kept
            and ((start is None) != (end is None) or (start and start == end))
        ):
            raise ValidationError(_("Enter a beginning and another end, or neither."))
        return kept

    @property
    def quiet_until(self) -> datetime | None:
        until = self.cleaned_data["until"]
        return self.kept if until == KEEP else end_of(until, self.now)

    @property
    def minutes(self) -> tuple[int | None, int | None]:
        start, end = (minute_of(self.cleaned_data[name]) for name in ("start", "end"))
        return start, end


def minute_of(moment: time | None) -> int | None:
    return None if moment is None else moment.hour * 60 + moment.minute


def time_of(minute: int | None) -> time | None:
    return None if minute is None else time(minute // 60, minute % 60)
