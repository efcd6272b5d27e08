"""An authenticated user of a socket, and the credentials used (no I/O)."""

from dataclasses import dataclass

from chat.actors.actor import Actor


@dataclass(frozen=True, slots=True)
class Credentials:
    """`session` and `token` are digests, and one of them is None.

    `proof`: a digest of what the session holds of the password, which another password makes invalid.
    `expires`: the Unix time at which the session or token ends by itself.
    """

    actor: Actor
    session: str | None = None
    token: str | None = None
    proof: str | None = None
    expires: float | None = None
