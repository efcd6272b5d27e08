from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from chat.models import Membership
from chat.views.page_form import PageForm

DEFAULT = "default"  # as the site has it
MINUTES = (5, 15, 60, 240, 1440)


def after(minutes: int) -> str:
    """Such as “After 15 minutes”."""
    if minutes == 0:
        return str(_("Never"))
    if minutes % 60:
        return ngettext("After %(count)d minute", "After %(count)d minutes", minutes) % {"count": minutes}
    hours = minutes // 60
    return ngettext("After %(count)d hour", "After %(count)d hours", hours) % {"count": hours}


def email_choices() -> list[tuple[str, str]]:
    usual = after(settings.WICK_EMAIL_MINUTES)
    choices = [(DEFAULT, str(_("%(usual)s (default)")) % {"usual": usual})]
    return choices + [(str(minutes), after(minutes)) for minutes in (*MINUTES, 0)]


class PreferencesForm(PageForm):
    level = forms.ChoiceField(
        label=_("Notify me of"),
        choices=Membership.Level.choices,
        help_text=_("For you are mentions, replies to your messages, and direct messages."),
    )
    email_minutes = forms.ChoiceField(
        label=_("Email me messages for me that I have not read"),
        choices=email_choices,
    )
    push_text = forms.BooleanField(
        label=_("Show the text of messages in notifications"),
        required=False,
        template_name="forms/checkbox.html",
    )

    def preferences(self) -> dict[str, Any]:
        """As chat.notifications.actions.set_preferences takes them."""
        minutes = self.cleaned_data["email_minutes"]
        return {**self.cleaned_data, "email_minutes": None if minutes == DEFAULT else int(minutes)}
