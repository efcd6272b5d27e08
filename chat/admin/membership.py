"""What the staff does to people: in a room, or in the whole house."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect

from chat.actions import moderation, rooms
from chat.admin.asking import Asking, PlainForm, ReasonForm, asking
from chat.models import Ban, Room, User
from chat.person import Person


class RoomField(forms.ModelChoiceField):
    """A room, found by typing the start of its address."""

    def __init__(self) -> None:
        widget = AutocompleteSelect(Ban._meta.get_field("room"), admin.site)
        super().__init__(Room.objects.all(), widget=widget)


class RoomAndReasonForm(ReasonForm):
    room = RoomField()
    field_order = ["room", "reason"]


class RoomForm(PlainForm):
    room = RoomField()


async def _suspend(person: Person, user: User, reason: str) -> bool:
    return await moderation.suspend(person, str(user.pk), reason)


async def _unsuspend(person: Person, user: User, reason: str) -> bool:
    return await moderation.unsuspend(person, str(user.pk), reason)


async def _ban_person(person: Person, user: User, room: Room, reason: str) -> bool:
    return await moderation.ban(person, room.pk, str(user.pk), reason)


async def _kick(person: Person, user: User, room: Room, reason: str) -> None:
    await moderation.kick(person, room.pk, str(user.pk), reason)


async def _make_moderator(person: Person, user: User, room: Room) -> bool:
    return await rooms.set_moderator(person, room.pk, str(user.pk), True)


async def _unmake_moderator(person: Person, user: User, room: Room) -> bool:
    return await rooms.set_moderator(person, room.pk, str(user.pk), False)


suspend = asking(
    _suspend,
    Asking(
        title="Suspend",
        explains="Their open sockets are closed within a second, and they cannot sign in or connect until "
        "they are let in again. What they said stays.",
        button="Suspend",
        done="Suspended",
        already="Suspended already",
    ),
)
unsuspend = asking(
    _unsuspend,
    Asking(
        title="Let in again",
        explains="They may sign in and connect again.",
        button="Let in again",
        done="Let in again",
        already="Not suspended",
    ),
)
ban_person = asking(
    _ban_person,
    Asking(
        title="Ban from a room…",
        explains="They leave the room within a second and cannot enter it until the ban is lifted.",
        button="Ban",
        done="Banned",
        already="Banned already",
        form=RoomAndReasonForm,
    ),
)
kick = asking(
    _kick,
    Asking(
        title="Put out of a room…",
        explains="They leave the room within a second, and may come back.",
        button="Put out",
        done="Put out",
        already="Not there",
        form=RoomAndReasonForm,
    ),
)
make_moderator = asking(
    _make_moderator,
    Asking(
        title="Make moderator of a room…",
        explains="They may delete anyone's messages there, and put people out.",
        button="Make moderator",
        done="Moderator now",
        already="Moderator already, or owner",
        form=RoomForm,
    ),
)
unmake_moderator = asking(
    _unmake_moderator,
    Asking(
        title="Make ordinary member of a room again…",
        explains="They lose the moderator's rights there.",
        button="Make ordinary member",
        done="Ordinary member now",
        already="No moderator there, or owner",
        form=RoomForm,
    ),
)
