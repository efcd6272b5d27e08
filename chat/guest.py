"""Somebody who was let in over a socket, and by what they were known (no I/O)."""

from dataclasses import dataclass

from chat.person import Person


@dataclass(frozen=True, slots=True)
class Guest:
    """`session` and `token` are digests, and one of them is None.

    `proof`: what of the password the session holds, which another password makes invalid. `expires`:
    the Unix time at which the session ends by itself.
    """

    person: Person
    session: str | None = None
    token: str | None = None
    proof: str | None = None
    expires: float | None = None
