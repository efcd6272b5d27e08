"""Who may make an event of each kind, given the message at the head of the log."""

from typing import Any

import pytest

from chat.actors.author import Author
from chat.events.delete import Delete
from chat.events.edit import Edit
from chat.events.message import Message
from chat.events.reaction import Reaction
from chat.events.restore import Restore
from chat.protocol.errors import Code, Refused

ADA, BOB = Author("a", "ada", "Ada"), Author("b", "bob", "Bob")
COMMON: dict[str, Any] = {"room": "tea", "id": "x"}
STANDING = Message(**COMMON, author=ADA, seq=1, rev=3, text="one", reactions={"👍": ["ada"]})
DELETED = Message(**COMMON, author=ADA, seq=1, rev=4, text="", deleted=True)
MADE = {
    "post": lambda by: Message(**COMMON, author=by, text="yes", reply_to=1),
    "edit": lambda by: Edit(**COMMON, author=by, target=1, text="two"),
    "delete": lambda by: Delete(**COMMON, author=by, target=1),
    "restore": lambda by: Restore(**COMMON, author=by, target=1, text="one"),
    "put": lambda by: Reaction(**COMMON, author=by, target=1, emoji="👍", on=True),
    "take back": lambda by: Reaction(**COMMON, author=by, target=1, emoji="👍", on=False),
}
NO, MISSING = Code.FORBIDDEN, Code.NOT_FOUND


def judged(kind: str, by: Author, message: Message | None, moderator: bool) -> object:
    """None where it passes, the seq that answers where nothing changes, or the code of the refusal."""
    try:
        return MADE[kind](by).check(message, moderator)
    except Refused as refusal:
        return refusal.code


# Of each kind: by the message's author, by somebody else, by a moderator.
@pytest.mark.parametrize(
    ("kind", "standing", "deleted", "missing"),
    [
        ("post", (None, None, None), (None, None, None), (MISSING, MISSING, MISSING)),
        ("edit", (None, NO, NO), (MISSING, MISSING, MISSING), (MISSING, MISSING, MISSING)),
        ("delete", (None, NO, None), (4, NO, 4), (MISSING, MISSING, MISSING)),
        ("restore", (NO, NO, 3), (NO, NO, None), (NO, NO, MISSING)),
        ("put", (3, None, None), (MISSING, MISSING, MISSING), (MISSING, MISSING, MISSING)),
        ("take back", (None, 3, 3), (MISSING, MISSING, MISSING), (MISSING, MISSING, MISSING)),
    ],
)
def test_who_may_make_it(
    kind: str, standing: tuple[object, ...], deleted: tuple[object, ...], missing: tuple[object, ...]
) -> None:
    for message, expected in ((STANDING, standing), (DELETED, deleted), (None, missing)):
        found = [
            judged(kind, by, message, moderator)
            for by, moderator in ((ADA, False), (BOB, False), (BOB, True))
        ]
        assert tuple(found) == expected


@pytest.mark.parametrize(
    ("kind", "own", "others"), [("delete", False, True), ("restore", True, True), ("edit", False, False)]
)
def test_what_is_moderation(kind: str, own: bool, others: bool) -> None:
    assert MADE[kind](ADA).is_moderation(STANDING) is own
    assert MADE[kind](BOB).is_moderation(STANDING) is others
