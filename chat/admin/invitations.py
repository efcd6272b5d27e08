from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from chat.actions import invitations
from chat.actors.actor import Actor
from chat.admin.base import ChatAdmin, users_called
from chat.admin.confirmation import Confirmation, PlainForm, confirmed
from chat.models import Invitation


async def _revoke_invitation(actor: Actor, invitation: Invitation) -> bool:
    return await invitations.revoke(actor, str(invitation.pk))


revoke_invitation = confirmed(
    _revoke_invitation,
    Confirmation(
        title=_("Revoke"),
        explains=_("Nobody can use the link any more. People who came by it stay."),
        button=_("Revoke"),
        done=_("Revoked"),
        already=_("Already revoked"),
        form=PlainForm,
    ),
)


@admin.register(Invitation)
class InvitationAdmin(ChatAdmin):
    """Links by which people come in. Which rooms a link leads to is shown where one may see them."""

    list_display = ["created_at", "made_by", "email", "role", "used", "uses", "state_name", "expires_at"]
    list_select_related = ["made_by"]
    fields = ("created_at", "made_by", "email", "role", "used", "uses", "state_name", "expires_at")
    readonly_fields = fields
    search_fields = ["email"]
    search_help_text = _("A user name: what they made. Or a whole mail address: what was sent there.")
    actions = [revoke_invitation]

    @admin.display(description=_("state"))
    def state_name(self, invitation: Invitation) -> str:
        return str(invitation.state.label)

    def found(self, queryset: QuerySet[Any], term: str) -> QuerySet[Any]:
        if "@" in term.removeprefix("@"):
            return queryset.filter(email=term.lower())
        return queryset.filter(made_by__in=users_called(term))
