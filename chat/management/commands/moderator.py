from chat.actions import memberships
from chat.management.room_role import RoomRoleCommand


class Command(RoomRoleCommand):
    help = "Makes somebody a moderator of a room (and a member, if they are none yet)."
    role = "moderator"
    called = "a moderator"
    undo_help = "make a moderator an ordinary member again"
    unchanged = "already, or owns it"
    set_role = staticmethod(memberships.set_moderator)
