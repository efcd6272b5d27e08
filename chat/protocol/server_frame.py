"""What frames from the server have in common (no I/O)."""

from typing import Annotated, Any, ClassVar

from msgspec import Meta, Struct

Json = dict[str, Any]
Count = Annotated[int, Meta(ge=0, le=100, description="Counted to 100, which stands for as many or more.")]


class ServerFrame(Struct, tag_field="type", kw_only=True):
    """`RULES` is what of a JSON schema the types of fields cannot say."""

    RULES: ClassVar[Json] = {}
