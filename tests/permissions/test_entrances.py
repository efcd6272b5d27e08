"""Every action by every entrance that the code has for it: an entrance without a row fails.

Each row is tried with each role, over the real entrance: tests/permissions/test_by_frames.py and so on.
"""

from chat.websocket.session import frame_decoder
from tests.permissions.entrances import entrances
from tests.permissions.test_by_admin import BY_ADMIN
from tests.permissions.test_by_commands import BY_COMMAND
from tests.permissions.test_by_forms import BY_FORM
from tests.permissions.test_by_frames import FRAMES, WITHOUT_A_ROOM
from tests.permissions.test_every_action import ROWS


def test_every_entrance_of_an_action_has_a_row() -> None:
    found = {entrance for entrance in entrances() if entrance.action in ROWS}
    assert found == BY_ADMIN.keys() | BY_COMMAND.keys() | BY_FORM.keys()


def test_every_frame_has_a_row() -> None:
    assert frame_decoder().types.keys() - WITHOUT_A_ROOM == FRAMES.keys()


def test_every_action_can_be_reached() -> None:
    reached = {entrance.action for entrance in entrances()} | {frame.action for frame in FRAMES.values()}
    assert not ROWS.keys() - reached
