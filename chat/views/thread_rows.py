"""An open thread as the template and the page's scripts need it. No I/O."""

from dataclasses import dataclass
from typing import Any

from chat.actors.author import Author
from chat.views.forms import PostForm
from chat.views.timeline import rows


@dataclass(slots=True)
class OpenThread:
    """`root`: its first message; `replies`: a page of them, oldest first; both as objects of the wire, as
    they are now. `more`: there are older ones. `at`: the reply that the address names."""

    root: dict[str, Any]
    replies: list[dict[str, Any]]
    more: bool
    following: bool
    form: PostForm
    at: int | None = None

    @property
    def events(self) -> list[dict[str, Any]]:
        return [self.root, *self.replies]

    @property
    def is_newest(self) -> bool:
        """Is it the page that ends with the newest reply?"""
        newest = self.root.get("replies", {}).get("seq")
        return newest is None or (bool(self.replies) and bool(self.replies[-1]["seq"] == newest))

    def facts(self) -> dict[str, Any]:
        """What the page's scripts begin with; without the newest page they fetch it."""
        page = {"root": self.root, "events": self.replies, "more": self.more, "following": self.following}
        return {"root": self.root["seq"], "at": self.at, "page": page if self.is_newest else None}

    def context(
        self, reader: Author, badges: dict[str, str], names: dict[str, str], seen: set[str]
    ) -> dict[str, Any]:
        """What the template shows."""
        return {
            "path": f"threads/{self.root['seq']}/",
            "count": self.root.get("replies", {}).get("count", 0),
            "rows": rows(self.events, reader, None, badges, names, seen, root=self.root["seq"]),
            "older": self.replies[0]["seq"] if self.more else None,
            "following": self.following,
            "form": self.form,
        }
