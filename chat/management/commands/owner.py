from chat.actions import memberships
from chat.management.room_role import RoomRoleCommand


class Command(RoomRoleCommand):
    help = "Makes somebody an owner of a room (and a member, if they are none yet)."
    role = "owner"
    called = "an owner"
    undo_help = "make an owner a moderator"
    set_role = staticmethod(memberships.set_owner)
