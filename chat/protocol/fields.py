"""Types of fields that frames of both directions have (no I/O). The contract: docs/protocol.md."""

from typing import Annotated

from msgspec import Meta

BIGGEST = 2**53 - 1  # the greatest integer that JavaScript holds exactly

Seq = Annotated[int, Meta(ge=1, le=BIGGEST)]
Position = Annotated[int, Meta(ge=0, le=BIGGEST, description="A seq, or 0 for before the first.")]
RoomName = Annotated[
    str, Meta(max_length=64, description="In ASCII. It never changes, and is never used again.")
]
EventId = Annotated[
    str,
    Meta(
        pattern="^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        max_length=36,
        description="A UUID that the client makes, unique in its room.",
    ),
]
AnyId = Annotated[str, Meta(max_length=64, description="Carried back by whatever answers.")]
Epoch = Annotated[str, Meta(max_length=64)]
Emoji = Annotated[str, Meta(min_length=1, max_length=32, description="One emoji.")]
Yes = Annotated[bool, Meta(extra_json_schema={"const": True})]  # left out where it is not so
