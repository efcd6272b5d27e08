"""A room's policy: who may do what there, and how often one may post (no I/O)."""

from typing import Annotated, Literal, get_args

from msgspec import Meta, Struct

Who = Literal["everyone", "moderators"]
WHO: tuple[Who, ...] = get_args(Who)
Restricted = Literal["post", "pin"]  # fields of a policy that say who may make events of some kinds
LONGEST_SLOW = 21_600  # seconds: six hours


class Policy(Struct, frozen=True, kw_only=True):
    """Owners are moderators here, and so are the moderators and administrators of the workspace."""

    post: Annotated[Who, Meta(description="Who may post.")] = "everyone"
    slow: Annotated[
        int,
        Meta(
            ge=0,
            le=LONGEST_SLOW,
            description="Seconds between two messages of one person, 0 for none. Moderators are exempt.",
        ),
    ] = 0
    invite: Annotated[Who, Meta(description="Who may add people.")] = "everyone"
    pin: Annotated[Who, Meta(description="Who may pin messages.")] = "everyone"
    mention: Annotated[Who, Meta(description="Who may mention everyone.")] = "everyone"
