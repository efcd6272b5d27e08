"""Whether people are here, away or gone, for those who share a direct conversation. Nothing is stored.

Each process publishes the state of the people who are connected to it, in a group of the layer for each
person, and subscribes to the groups of those whom somebody who watches here wants to know of.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from time import monotonic
from typing import Any, Protocol

from chat.realtime.sockets import Socket

HERE, AWAY, GONE = "here", "away", "gone"
GRACE = 15.0  # seconds without a socket, after which somebody is gone
ASK = 30.0  # seconds after which other processes are asked again
ASKED = 500  # people of one question
PERSON = "person:"  # and an id: the name by which a group of the layer is joined, which no room has


class StateBus(Protocol):
    """What other processes are reached by (chat.realtime.bus.Bus)."""

    id: str

    def join(self, room: str) -> None: ...
    def leave(self, room: str) -> None: ...
    def person_state(self, group: str, user: str, state: str | None) -> None: ...
    def person_ask(self, users: list[str]) -> None: ...


class _Person:
    """Somebody of whom somebody here wants to know."""

    def __init__(self) -> None:
        self.states: dict[str, str] = {}  # by process
        self.shown = GONE
        self.seen_at = -GRACE  # monotonic; when they were connected last


class PersonStates:
    def __init__(self, by_user: Mapping[str, Collection[Socket]], layer: StateBus) -> None:
        self._by_user, self._layer = by_user, layer
        self._wanted: defaultdict[str, int] = defaultdict(int)  # by user: how many want to know
        self._people: dict[str, _Person] = {}  # those who are wanted
        self._to_ask: set[str] = set()
        self._asked_at = monotonic()
        self._changed: set[str] = set()  # who became away here, or is not any more

    # --- those who are wanted ------------------------------------------------------------------------------

    def want(self, users: Iterable[str]) -> None:
        """Somebody here wants to know of these people."""
        for user in users:
            self._wanted[user] += 1
            if user not in self._people:
                self._people[user] = _Person()
                self._layer.join(PERSON + user)
                self._set(user, self._layer.id, self._own(user))

    def drop(self, users: Iterable[str]) -> None:
        """And does not any more."""
        for user in users:
            self._wanted[user] -= 1
            if not self._wanted[user]:
                del self._wanted[user], self._people[user]
                self._to_ask.discard(user)
                self._layer.leave(PERSON + user)

    def state(self, user: str) -> str:
        person = self._people.get(user)
        return GONE if person is None else person.shown

    # --- this process --------------------------------------------------------------------------------------

    def _own(self, user: str) -> str | None:
        """The state by the sockets here; None without one."""
        sockets = self._by_user.get(user)
        if not sockets:
            return None
        return AWAY if all(socket.is_away for socket in sockets) else HERE

    def changed(self, user: str, before: str | None) -> None:
        """A socket of somebody came, went, or says something else. `before`: the state until now."""
        state = self._own(user)
        if state != before:
            if AWAY in (state, before):
                self._changed.add(user)
            self._set(user, self._layer.id, state)
            self._layer.person_state(PERSON + user, user, state)

    def take_changed(self) -> set[str]:
        """Those of the people connected here who became away, or are not any more, since the last call."""
        changed, self._changed = self._changed, set()
        return changed

    def own(self, user: str) -> str | None:
        """The state of somebody by their sockets here."""
        return self._own(user)

    # --- other processes -----------------------------------------------------------------------------------

    def receive(self, sender: str, user: str, state: str | None) -> None:
        """The state of somebody on another process; None: they are not connected there."""
        self._set(user, sender, state)

    def receive_ask(self, sender: str, users: list[str]) -> None:
        """Another process wants to know of these people."""
        for user in users:
            if (state := self._own(user)) is not None:
                self._layer.person_state(PERSON + user, user, state)

    def subscribed(self, group: str) -> None:
        """From now on what others publish of somebody arrives."""
        user = group.removeprefix(PERSON)
        if user in self._people:
            self._to_ask.add(user)

    def ended(self, process: str) -> None:
        """Another process has not been heard for long: its people are gone."""
        for person in self._people.values():
            if person.states.pop(process, None) is not None and not person.states:
                person.seen_at = -GRACE

    def ask_again(self) -> None:
        """What is known may be old."""
        self._to_ask.update(self._people)

    def tick(self) -> None:
        """Twice a second: asks other processes, and lets those be gone who have not come back."""
        now = monotonic()
        if now - self._asked_at >= ASK:
            self._asked_at = now
            self.ask_again()
        asked, self._to_ask = sorted(self._to_ask), set()
        for start in range(0, len(asked), ASKED):
            self._layer.person_ask(asked[start : start + ASKED])
        for person in self._people.values():
            self._update(person, now)

    def _set(self, user: str, process: str, state: str | None) -> None:
        person = self._people.get(user)
        if person is None:
            return
        if state is None:
            if person.states.pop(process, None) is not None and not person.states:
                person.seen_at = monotonic()
        else:
            person.states[process] = state
        self._update(person, monotonic())

    @staticmethod
    def _update(person: _Person, now: float) -> None:
        if person.states:
            person.shown = HERE if HERE in person.states.values() else AWAY
        elif now - person.seen_at >= GRACE:
            person.shown = GONE


def people_frame(states: Mapping[str, str]) -> dict[str, Any]:
    """The `people` frame of these states by user."""
    named: dict[str, list[str]] = {HERE: [], AWAY: [], GONE: []}
    for user, state in states.items():
        named[state].append(user)
    return {"type": "people", **named}
