"""Who is in a room, on this process and on the others together (no I/O).

Every process numbers the changes that it sends of its own people (chat.realtime.presence_exchange), so that
a process that missed one sees a gap.
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct, field

from chat.actors.author import Author
from chat.events.base import encode
from chat.protocol.framing import PreparedFrames

NAMED = 100  # people; above, only their number is sent

Names = list[str]  # id, username, name, and AWAY for who is; a newer version may have more to say
AWAY = "away"


class PeerList(Struct, gc=False):
    """The people whom another process has in a room, as far as it has sent them."""

    people: set[str]  # by id
    number: int = 0  # of the newest change that is in it
    count: int = 0  # how many there are, as was said last
    parts: int = 0  # of its whole list that have come
    is_whole: bool = True  # nothing is missing
    away: set[str] = field(default_factory=set)  # those of the people who are away there


class _Present(Struct, gc=False):
    author: Author
    processes: int = 1  # on so many of them


class RoomPeople:
    """Somebody who is on several processes counts once."""

    def __init__(self, room: str) -> None:
        self._room = room
        self._present: dict[str, _Present] = {}
        self._own: set[str] = set()  # who is on this process
        self._own_away: set[str] = set()
        self._peers: dict[str, PeerList] = {}  # by process
        self._frame: PreparedFrames | None = None

    # --- this process --------------------------------------------------------------------------------------

    def set_own(self, author: Author, is_away: bool = False) -> None:
        """Somebody is on this process, under these names."""
        self._add(self._own, author)
        _mark(self._own_away, author.id, is_away)

    def drop_own(self, user: str) -> None:
        self._remove(self._own, user)
        self._own_away.discard(user)

    # --- other processes -----------------------------------------------------------------------------------

    def change(
        self, process: str, previous: int, number: int, count: int, came: Iterable[Names], went: Iterable[str]
    ) -> bool:
        """A change that follows the one numbered `previous`; 0: nobody was there before. False where some
        are missing before it. One that is known already changes nothing."""
        peer = self._peers.get(process) or PeerList(set())
        if number <= peer.number:
            return True
        if previous == 0 and (peer.number or not peer.is_whole):
            self.drop_process(process)
            peer = PeerList(set())
        follows = previous == peer.number
        self._peers[process] = peer
        peer.count = count
        if not follows:
            peer.is_whole, self._frame = False, None
            return False
        peer.number = number
        self._update(peer, came, went)
        return True

    def take_part(
        self, process: str, number: int, part: int, last: bool, count: int, people: Iterable[Names]
    ) -> None:
        """One part of a whole list, with all changes up to `number`. The first part replaces what was there;
        one that does not follow the part before is of no use."""
        peer = self._peers.get(process)
        if part == 0:
            if peer is not None and peer.is_whole and peer.number == number:
                return
            self.drop_process(process)
            peer = self._peers[process] = PeerList(set(), number, is_whole=False)
        elif peer is None or peer.is_whole or (peer.number, peer.parts) != (number, part):
            return
        peer.count, peer.parts, peer.is_whole = count, part + 1, last
        self._update(peer, people, ())

    def replace(self, process: str, people: Sequence[Names]) -> None:
        """The whole list of a process that sends nothing else."""
        self.drop_process(process)
        if people:
            peer = self._peers[process] = PeerList(set(), count=len(people))
            self._update(peer, people, ())

    def drop_process(self, process: str) -> bool:
        """Nothing is known of it any more. Was anything?"""
        peer = self._peers.pop(process, None)
        if peer is None:
            return False
        self._frame = None
        for user in list(peer.people):
            self._remove(peer.people, user)
        return True

    def numbers(self) -> dict[str, int]:
        """By process, the newest change that is known here; -1 where its list is not whole."""
        numbers = {process: peer.number if peer.is_whole else -1 for process, peer in self._peers.items()}
        return {process: number for process, number in numbers.items() if number}

    @property
    def is_whole(self) -> bool:
        return all(peer.is_whole for peer in self._peers.values())

    # --- all of them ---------------------------------------------------------------------------------------

    @property
    def count(self) -> int:
        """How many people are here; of lists that are not whole yet, as many as their processes say."""
        missing = sum(max(0, p.count - len(p.people)) for p in self._peers.values() if not p.is_whole)
        return len(self._present) + missing

    @property
    def frame(self) -> PreparedFrames:
        """The `presence` frame, kept until something changes."""
        if self._frame is None:
            fields: dict[str, object] = {"type": "presence", "room": self._room, "count": self.count}
            if self.count <= NAMED and self.is_whole:
                fields["online"] = [present.author for present in self._present.values()]
                if away := [user for user in self._present if self._is_away(user)]:
                    fields["away"] = away
            self._frame = PreparedFrames((encode(fields),))
        return self._frame

    def _is_away(self, user: str) -> bool:
        """On all processes that they are on."""
        here = user in self._own and user not in self._own_away
        return not here and not any(user in p.people and user not in p.away for p in self._peers.values())

    def _update(self, peer: PeerList, came: Iterable[Names], went: Iterable[str]) -> None:
        self._frame = None
        for names in came:
            self._add(peer.people, Author(*names[:3]))
            _mark(peer.away, names[0], names[3:4] == [AWAY])
        for user in went:
            self._remove(peer.people, user)
            peer.away.discard(user)

    def _add(self, people: set[str], author: Author) -> None:
        """`people`: those of one process."""
        self._frame = None
        present = self._present.get(author.id)
        if present is None:
            self._present[author.id] = _Present(author)
        else:
            present.author = author
            present.processes += author.id not in people
        people.add(author.id)

    def _remove(self, people: set[str], user: str) -> None:
        if user not in people:
            return
        self._frame = None
        people.discard(user)
        present = self._present[user]
        present.processes -= 1
        if not present.processes:
            del self._present[user]


def _mark(away: set[str], user: str, is_away: bool) -> None:
    if is_away:
        away.add(user)
    else:
        away.discard(user)
