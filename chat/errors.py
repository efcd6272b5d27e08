"""The two tables of what can go wrong: error codes of frames, and close codes of sockets (no I/O)."""

from enum import IntEnum, StrEnum


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
    TOO_MANY = 4429  # went on long after rate_limited
    TOO_SLOW = 4408  # left too much unread
    GOING_AWAY = 1012


class Refused(Exception):
    """An action was not done. `retry_after` (seconds) when trying again can help."""

    def __init__(self, code: Code, detail: str, *, retry_after: float | None = None) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.retry_after = retry_after


def not_found(what: str = "This room is not here. It may have been closed, or it is private.") -> Refused:
    return Refused(Code.NOT_FOUND, what)


def forbidden(why: str) -> Refused:
    return Refused(Code.FORBIDDEN, why)


def unavailable(why: str = "The server could not store it just now.", retry_after: float = 1.0) -> Refused:
    return Refused(Code.UNAVAILABLE, why, retry_after=retry_after)
