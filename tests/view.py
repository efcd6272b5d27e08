"""What a client holds of one room, by the rule of docs/protocol.md. Nothing of chat/ is used."""

from typing import Any

Frame = dict[str, Any]


class Broken(AssertionError):
    """The server did something that the contract rules out."""


class RoomView:
    """The room as this client knows it, from `joined`, `event` and `history` frames in whatever order."""

    def __init__(self, room: str) -> None:
        self.room = room
        self.forget()
        self.following = False  # since a `joined` without `more`
        self.read = 0

    def forget(self) -> None:
        self.epoch: str | None = None
        self.last: int | None = None  # everything up to here was seen, as far as it was asked for
        self.head = 0
        self.seqs: set[int] = set()
        self.ids: dict[int, str] = {}
        self._copies: dict[int, Frame] = {}  # of each message, the one with the highest rev
        self._changes: dict[int, dict[int, Frame]] = {}  # by target, by seq

    # --- frames in -------------------------------------------------------------------------------------

    def joined(self, frame: Frame) -> None:
        seqs = [event["seq"] for event in frame["events"]]
        if frame.get("reset"):
            self.forget()
        elif self.epoch not in (None, frame["epoch"]):
            raise Broken(f"another epoch without reset: {frame}")
        self.epoch, self.head, self.read = frame["epoch"], frame["head"], frame["read"]
        self._page(frame)
        if frame.get("more") and not seqs:
            raise Broken(f"more, but nothing in this page: {frame}")
        if not frame.get("more") and seqs and seqs[-1] != frame["head"]:
            raise Broken(f"the last page does not end at the head: {frame}")
        if frame["read"] > frame["head"]:
            raise Broken(f"more is read than there is: {frame}")
        self.last = seqs[-1] if seqs else frame["head"]
        self.following = not frame.get("more")

    def event(self, frame: Frame) -> None:
        if not self.following:
            raise Broken(f"an event of a room that is not followed: {frame}")
        if frame["seq"] != (self.last or 0) + 1:
            raise Broken(f"event {frame['seq']} came after {self.last}")
        self.last = self.head = frame["seq"]
        self._take(frame)

    def history(self, frame: Frame) -> None:
        self._page(frame)
        seqs = [event["seq"] for event in frame["events"]]
        if seqs and seqs[-1] >= frame["before"]:
            raise Broken(f"a page that is not below its `before`: {frame}")
        if frame["more"] != bool(seqs and seqs[0] > 1):
            raise Broken(f"a wrong `more`: {frame}")

    def _page(self, frame: Frame) -> None:
        seqs = [event["seq"] for event in frame["events"]]
        if seqs and seqs != list(range(seqs[0], seqs[-1] + 1)):
            raise Broken(f"a page with gaps or repeats: {seqs}")
        for event in frame["events"]:
            self._take(event)

    def _take(self, event: Frame) -> None:
        seq = event["seq"]
        if event["room"] != self.room or event["type"] != "event":
            raise Broken(f"not an event of {self.room}: {event}")
        if self.ids.setdefault(seq, event["id"]) != event["id"]:
            raise Broken(f"{seq} is another event than before: {event}")
        self.seqs.add(seq)
        if event["kind"] == "message":
            if event["rev"] >= self._copies.get(seq, {"rev": 0})["rev"]:
                self._copies[seq] = event
        elif isinstance(event.get("target"), int):
            self._changes.setdefault(event["target"], {})[seq] = event

    # --- what is shown -----------------------------------------------------------------------------------

    @property
    def messages(self) -> dict[int, Frame]:
        """Every message held, by seq, as it is shown."""
        return {seq: self.message(seq) for seq in sorted(self._copies)}

    def message(self, seq: int) -> Frame:
        """The copy with the highest rev, and above it whatever is held that names the message."""
        shown = dict(self._copies[seq])
        for change in sorted(self._changes.get(seq, {}).values(), key=lambda event: event["seq"]):
            if change["seq"] > shown["rev"]:
                apply(shown, change)
        return shown

    @property
    def order(self) -> list[str]:
        """The ids of all events held, in order of seq."""
        return [self.ids[seq] for seq in sorted(self.ids)]

    @property
    def texts(self) -> list[str]:
        return [message["text"] for message in self.messages.values()]


def apply(shown: Frame, change: Frame) -> None:
    """Brings a message forward by one event that names it."""
    kind = change["kind"]
    if kind == "edit":
        shown |= {"text": change["text"], "html": change["html"], "edited": True}
    elif kind == "delete":
        shown |= {"text": "", "html": "", "deleted": True}
        shown.pop("reactions", None)
    elif kind == "restore":
        shown |= {"text": change["text"], "html": change["html"]}
        shown.pop("deleted", None)
    elif kind == "reaction":
        _react(shown, change["emoji"], change["author"]["username"], change["on"])
    else:
        return
    shown["rev"] = change["seq"]


def _react(shown: Frame, emoji: str, who: str, on: bool) -> None:
    reactions = {key: [name for name in users if (key, name) != (emoji, who)]
                 for key, users in shown.get("reactions", {}).items()}  # fmt: skip
    if on:
        reactions.setdefault(emoji, []).append(who)
    shown["reactions"] = {key: users for key, users in reactions.items() if users}
    if not shown["reactions"]:
        del shown["reactions"]
