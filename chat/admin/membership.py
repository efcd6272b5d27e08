"""What the staff does to people: in a room, or on the whole site."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.utils.translation import gettext_lazy as _

from chat.actions import memberships, moderation
from chat.actors.actor import Actor
from chat.admin.confirmation import Confirmation, ConfirmationForm, PlainForm, confirmed
from chat.models import Ban, Room, User
from chat.models.room import not_direct


class RoomField(forms.ModelChoiceField):
    """A room, found by typing the start of its address."""

    def __init__(self) -> None:
        widget = AutocompleteSelect(Ban._meta.get_field("room"), admin.site)
        super().__init__(Room.objects.filter(not_direct()), label=_("Room"), widget=widget)


class RoomAndReasonForm(ConfirmationForm):
    room = RoomField()
    field_order = ["room", "reason"]


class JoinRoomForm(PlainForm):
    room = RoomField()


async def _suspend(actor: Actor, user: User, reason: str) -> bool:
    return await moderation.suspend(actor, str(user.pk), reason)


async def _unsuspend(actor: Actor, user: User, reason: str) -> bool:
    return await moderation.unsuspend(actor, str(user.pk), reason)


async def _ban_user(actor: Actor, user: User, room: Room, reason: str) -> bool:
    return await moderation.ban(actor, room.pk, str(user.pk), reason)


async def _kick(actor: Actor, user: User, room: Room, reason: str) -> None:
    await moderation.kick(actor, room.pk, str(user.pk), reason)


async def _make_moderator(actor: Actor, user: User, room: Room) -> bool:
    return await memberships.set_moderator(actor, room.pk, str(user.pk), True)


async def _unmake_moderator(actor: Actor, user: User, room: Room) -> bool:
    return await memberships.set_moderator(actor, room.pk, str(user.pk), False)


suspend = confirmed(
    _suspend,
    Confirmation(
        title=_("Suspend"),
        explains=_(
            "Their connections are closed within a second, and they cannot sign in or connect until "
            "the suspension is lifted. Their messages stay."
        ),
        button=_("Suspend"),
        done=_("Suspended"),
        already=_("Already suspended"),
    ),
)
unsuspend = confirmed(
    _unsuspend,
    Confirmation(
        title=_("Lift suspension"),
        explains=_("They can sign in and connect again."),
        button=_("Lift suspension"),
        done=_("Suspension lifted"),
        already=_("Not suspended"),
    ),
)
ban_user = confirmed(
    _ban_user,
    Confirmation(
        title=_("Ban from a room…"),
        explains=_("They leave the room within a second and cannot enter it until the ban is lifted."),
        button=_("Ban"),
        done=_("Banned"),
        already=_("Already banned"),
        form=RoomAndReasonForm,
        trusted=True,
    ),
)
kick = confirmed(
    _kick,
    Confirmation(
        title=_("Remove from a room…"),
        explains=_("They leave the room within a second. They can come back to a public room."),
        button=_("Remove"),
        done=_("Removed"),
        already=_("Not in the room"),
        form=RoomAndReasonForm,
        trusted=True,
    ),
)
make_moderator = confirmed(
    _make_moderator,
    Confirmation(
        title=_("Make moderator of a room…"),
        explains=_("They may delete anyone's messages there, and remove and ban people."),
        button=_("Make moderator"),
        done=_("Now moderator"),
        already=_("Already a moderator or owner"),
        form=JoinRoomForm,
        trusted=True,
    ),
)
unmake_moderator = confirmed(
    _unmake_moderator,
    Confirmation(
        title=_("Remove moderator role…"),
        explains=_("They lose the moderator's rights there."),
        button=_("Remove role"),
        done=_("No longer moderator"),
        already=_("Not a moderator there, or an owner"),
        form=JoinRoomForm,
        trusted=True,
    ),
)
