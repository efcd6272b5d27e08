"""The two tables of what can go wrong: error codes of frames, and close codes of sockets (no I/O)."""

from enum import IntEnum, StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from chatsite.languages import Text, filled


class Code(StrEnum):
    """`code` of an `error` frame."""

    BAD_FRAME = "bad_frame"  # not JSON of this contract
    UNKNOWN_TYPE = "unknown_type"
    TOO_LONG = "too_long"
    EMPTY = "empty"
    NOT_FOUND = "not_found"  # also whatever one may not see
    FORBIDDEN = "forbidden"
    CONFLICT = "conflict"  # the id made another event
    RATE_LIMITED = "rate_limited"  # nothing was done; always with retry_after
    UNAVAILABLE = "unavailable"  # not stored, as far as is known: send it again with the same id


class Close(IntEnum):
    """Close codes. A client does not come back by itself after NOT_SIGNED_IN and NOT_ALLOWED."""

    CANNOT_ANSWER = 4400  # a frame that cannot be answered: binary
    NOT_SIGNED_IN = 4401
    NOT_ALLOWED = 4403  # foreign Origin, suspended
    TOO_MANY = 4429  # went on long after rate_limited, or has too many sockets
    TOO_SLOW = 4408  # left too much unread
    GOING_AWAY = 1012


class Refused(Exception):
    """An action was not done. `retry_after` (seconds) when trying again can help; `title` for a page."""

    def __init__(self, code: Code, text: Text, *, retry_after: float | None = None, title: Text = "") -> None:
        super().__init__(text)
        self.code = code
        self.retry_after = retry_after
        self.title = title

    @property
    def detail(self) -> str:
        """Why not, in the language that is active."""
        return str(self)


NO_ROOM = _("This room is not available. It may have been deleted, or it is private.")
NOT_STORED = _("The server could not store it just now.")


def not_found(what: Text = NO_ROOM, title: Text = "") -> Refused:
    return Refused(Code.NOT_FOUND, what, title=title)


def no_room() -> Refused:
    """For a page; on the socket the sentence is enough."""
    return not_found(_("There is no room at this address. It may have been deleted."), _("Room not found"))


def no_message() -> Refused:
    return not_found(_("This message does not exist or was deleted."), _("Message not found"))


def no_user() -> Refused:
    return not_found(_("There is no user with this name."), _("User not found"))


def too_long(length: int, most: int) -> Refused:
    """Both in code points."""
    text = _("This is %(length)d characters long; the most is %(most)d.")
    return Refused(Code.TOO_LONG, filled(text, length=length, most=most))


_sentences: Any = lazy(lambda error: " ".join(error.messages), str)


def invalid(error: ValidationError) -> Refused:
    """What Django's validators found."""
    return Refused(Code.BAD_FRAME, _sentences(error))


def forbidden(why: Text) -> Refused:
    return Refused(Code.FORBIDDEN, why)


def unavailable(why: Text = NOT_STORED, retry_after: float = 1.0) -> Refused:
    return Refused(Code.UNAVAILABLE, why, retry_after=retry_after)
