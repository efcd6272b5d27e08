"""What is filled in where people come in: the setup, the rules for sign-ups, invitations."""

import re
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from chat.actions.first_run import MOST_ROOMS
from chat.actions.invitations import DAYS
from chat.models import Invitation, Room
from chat.models.invitation import MOST_USES
from chat.models.room import slug_shape
from chat.models.workspace import MOST_DOMAINS
from chat.protocol.errors import Code
from chat.queries.workspace import SignUp
from chat.views.forms import SignUpForm
from chat.views.page_form import PageForm
from chatsite.languages import filled

BETWEEN = re.compile(r"[\s,;]+")
LONGEST_LIST = 2000  # characters
OFFERED_DAYS = (1, 7, 30, 90)
IN_DAYS = ngettext_lazy("%(count)d day", "%(count)d days", "count")
# Where the link was used up meanwhile, that is a page of its own.
REFUSED_AT: dict[Code | None, str | None] = {
    Code.CONFLICT: "username",
    Code.BAD_FRAME: None,
    Code.TOO_LONG: None,
    Code.RATE_LIMITED: None,
}
TYPED_EXACTLY = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


class WordsField(forms.CharField):
    """Words with commas, blanks or line breaks between them, as a list without repeats."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": LONGEST_LIST, "required": False, **kwargs})

    def clean(self, value: Any) -> Any:
        words = BETWEEN.split(super().clean(value) or "")
        return list(dict.fromkeys(word for word in words if word))


class SlugsField(WordsField):
    """The addresses of rooms, with or without a `#`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs=TYPED_EXACTLY), **kwargs)

    def clean(self, value: Any) -> Any:
        slugs = [word.removeprefix("#") for word in super().clean(value)]
        for slug in slugs:
            slug_shape(slug)
        if len(slugs) > MOST_ROOMS:
            raise ValidationError(filled(_("Name at most %(most)d rooms."), most=MOST_ROOMS))
        return slugs


class AddressForm(PageForm):
    refused_at: ClassVar = {None: "email"}
    email = forms.EmailField(
        label=_("Email"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class InvitedForm(SignUpForm):
    """An account by an invitation. `fixed`: the address that the invitation was sent to is the account's."""

    refused_at: ClassVar = REFUSED_AT | {Code.FORBIDDEN: None}

    def __init__(self, *args: Any, fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if fixed:
            del self.fields["email"]


class SetupForm(SignUpForm):
    refused_at: ClassVar = REFUSED_AT
    workspace = forms.CharField(
        label=_("Name of the workspace"),
        max_length=60,
        help_text=_("Shown on every page: the name of your organization, team or family."),
    )
    sign_up = forms.ChoiceField(
        label=_("Who can create an account"),
        choices=[(each.value, each.label) for each in SignUp if each != SignUp.DOMAIN],
        initial=SignUp.INVITATION.value,
        help_text=_("You can change this later under Settings, Workspace."),
    )
    rooms = SlugsField(
        label=_("First rooms"),
        initial="general",
        required=True,
        help_text=_("Lower-case letters, digits and dashes, with commas between. Everyone new joins them."),
    )
    field_order = ("workspace", "username", "name", "email", "password", "sign_up", "rooms")


class WorkspaceForm(PageForm):
    refused_at: ClassVar = {Code.NOT_FOUND: "default_rooms", None: None}
    name = forms.CharField(label=_("Name"), max_length=60)
    sign_up = forms.ChoiceField(label=_("Who can create an account"), choices=SignUp)
    domains = WordsField(
        label=_("Email domains"),
        help_text=filled(_("Such as example.org, with commas between, at most %(most)d."), most=MOST_DOMAINS),
        widget=forms.TextInput(attrs=TYPED_EXACTLY),
    )
    default_rooms = SlugsField(
        label=_("Rooms that everyone new joins"),
        help_text=_("The names of public rooms, with commas between."),
    )


class InvitationForm(PageForm):
    """A link, or with addresses one for each. `with_role`: the role of new accounts is chosen, too."""

    refused_at: ClassVar = {None: None}
    role = forms.ChoiceField(
        label=_("Role of new people"),
        choices=[(role.value, role.label) for role in Invitation.ROLES],
        help_text=_("Guests see only the rooms of the invitation, and the people there."),
    )
    days = forms.TypedChoiceField(
        label=_("Works for"),
        coerce=int,
        choices=[(days, filled(IN_DAYS, count=days)) for days in OFFERED_DAYS],
        initial=DAYS,
    )
    uses = forms.IntegerField(
        label=_("How many people can use the link"), min_value=1, max_value=MOST_USES, initial=1
    )
    emails = WordsField(
        label=_("Email addresses"),
        help_text=_(
            "Each gets a link of its own, which works once. Without addresses you see one link here."
        ),
        widget=forms.Textarea(attrs={**TYPED_EXACTLY, "rows": 2}),
    )

    def __init__(self, *args: Any, with_role: bool, with_mail: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_role:
            del self.fields["role"]
        if not with_mail:
            del self.fields["emails"]


class WorkspaceInvitationForm(InvitationForm):
    """One whose rooms are chosen here."""

    refused_at: ClassVar = {Code.NOT_FOUND: "rooms", None: None}
    rooms = forms.MultipleChoiceField(
        label=_("Rooms to join"), required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("rooms", "role", "days", "uses", "emails")

    def __init__(self, *args: Any, offered: Iterable[Room], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rooms: Any = self.fields["rooms"]
        rooms.template_name = "forms/rooms.html"
        rooms.choices = [(room.slug, room.slug) for room in offered]
