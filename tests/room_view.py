"""What a client holds of one room, by the rule of docs/protocol.md. Nothing of chat/ is used."""

from typing import Any

Frame = dict[str, Any]


class ContractViolation(AssertionError):
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
        self._changes: dict[int, dict[int, Frame]] = {}  # by message, by seq

    # --- frames in -------------------------------------------------------------------------------------

    def joined(self, frame: Frame, *, shown: bool = False) -> None:
        """`shown`: the newest messages were asked for, as they are now."""
        seqs = [event["seq"] for event in frame["events"]]
        if frame.get("reset"):
            self.forget()
        elif self.epoch not in (None, frame["epoch"]):
            raise ContractViolation(f"another epoch without reset: {frame}")
        self.epoch, self.head, self.read = frame["epoch"], frame["head"], frame["read"]
        self._page(frame, shown=shown)
        if frame.get("more") and not seqs:
            raise ContractViolation(f"more, but nothing in this page: {frame}")
        if not frame.get("more") and seqs and seqs[-1] != frame["head"] and not shown:
            raise ContractViolation(f"the last page does not end at the head: {frame}")
        if frame["read"] > frame["head"]:
            raise ContractViolation(f"more is read than there is: {frame}")
        self.last = seqs[-1] if seqs and not shown else frame["head"]
        self.following = not frame.get("more")

    def event(self, frame: Frame) -> None:
        if not self.following:
            raise ContractViolation(f"an event of a room that is not followed: {frame}")
        if frame["seq"] != (self.last or 0) + 1:
            raise ContractViolation(f"event {frame['seq']} came after {self.last}")
        self.last = self.head = frame["seq"]
        self._take(frame)

    def history(self, frame: Frame, *, shown: bool = False) -> None:
        self._page(frame, shown=shown)
        seqs = [event["seq"] for event in frame["events"]]
        if seqs and seqs[-1] >= frame["before"]:
            raise ContractViolation(f"a page that is not below its `before`: {frame}")
        if frame["more"] != bool(seqs and seqs[0] > 1) and not shown:
            raise ContractViolation(f"a wrong `more`: {frame}")

    def thread(self, frame: Frame) -> None:
        """A page of a thread."""
        self._take(frame["root"])
        seqs = [event["seq"] for event in frame["events"]]
        if seqs != sorted(set(seqs)) or any(e.get("thread") != frame["thread"] for e in frame["events"]):
            raise ContractViolation(f"not a page of a thread in order: {frame}")
        for event in frame["events"]:
            self._take(event, counted=True)

    def _page(self, frame: Frame, *, shown: bool) -> None:
        seqs = [event["seq"] for event in frame["events"]]
        if shown and (seqs != sorted(set(seqs)) or any(e["kind"] != "message" for e in frame["events"])):
            raise ContractViolation(f"not a page of messages in order: {frame}")
        if seqs and not shown and seqs != list(range(seqs[0], seqs[-1] + 1)):
            raise ContractViolation(f"a page with gaps or repeats: {seqs}")
        for event in frame["events"]:
            self._take(event)

    def _take(self, event: Frame, *, counted: bool = False) -> None:
        """`counted`: the thread's first message that came with it has it already."""
        seq = event["seq"]
        if event["room"] != self.room or event["type"] != "event":
            raise ContractViolation(f"not an event of {self.room}: {event}")
        if self.ids.setdefault(seq, event["id"]) != event["id"]:
            raise ContractViolation(f"{seq} is another event than before: {event}")
        self.seqs.add(seq)
        if event["kind"] == "message":
            if event["rev"] >= self._copies.get(seq, {"rev": 0})["rev"]:
                self._copies[seq] = event
        elif isinstance(event.get("target"), int):
            self._changes.setdefault(event["target"], {})[seq] = event
        if event.get("thread") and not counted:
            self._changes.setdefault(event["thread"], {})[seq] = event

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
    if change.get("thread") == shown["seq"]:
        _take_reply(shown, change)
    elif kind == "edit":
        _take_text(shown, change)
        shown["edited"] = True
    elif kind == "delete":
        _take_text(shown, {"text": "", "html": ""})
        shown["deleted"] = True
        shown.pop("files", None)
        shown.pop("reactions", None)
        shown.pop("pinned", None)
    elif kind == "restore":
        _take_text(shown, change)
        shown.pop("deleted", None)
        shown.pop("files", None)
        if "files" in change:
            shown["files"] = change["files"]
    elif kind == "reaction":
        _react(shown, change["emoji"], change["author"]["username"], change["on"])
    elif kind == "pin" and change["on"]:
        shown["pinned"] = True
    elif kind == "pin":
        shown.pop("pinned", None)
    else:
        return
    shown["rev"] = change["seq"]


def _take_text(shown: Frame, change: Frame) -> None:
    for name in ("text", "html", "mentions", "mentioned_as"):
        shown.pop(name, None)
        if name in change:
            shown[name] = change[name]


def _take_reply(root: Frame, change: Frame) -> None:
    before = root.get("replies", {"count": 0, "people": []})
    if change["kind"] == "message":
        who = change["author"]["id"]
        people = [who, *(id for id in before["people"] if id != who)][:3]
        root["replies"] = {
            "count": before["count"] + 1, "seq": change["seq"], "at": change["at"], "people": people,
        }  # fmt: skip
    else:
        step = 1 if change["kind"] == "restore" else -1
        root["replies"] = {**before, "count": before["count"] + step}


def _react(shown: Frame, emoji: str, who: str, on: bool) -> None:
    reactions = {key: [name for name in users if (key, name) != (emoji, who)]
                 for key, users in shown.get("reactions", {}).items()}  # fmt: skip
    if on:
        reactions.setdefault(emoji, []).append(who)
    shown["reactions"] = {key: users for key, users in reactions.items() if users}
    if not shown["reactions"]:
        del shown["reactions"]
