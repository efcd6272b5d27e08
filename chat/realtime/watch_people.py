"""Sends those who watch how the people of their direct conversations are: those not gone, then changes."""

from collections.abc import Mapping
from time import monotonic

from chat.events.base import encode
from chat.realtime.person_states import GONE, PersonStates, people_frame
from chat.realtime.sockets import Socket
from chat.realtime.watched_room import WatchedRoom
from chat.realtime.watcher import Watcher

EVERY = 5.0  # seconds between two frames for one person


class WatchPeople:
    def __init__(
        self, rooms: Mapping[str, WatchedRoom], watchers: Mapping[str, Watcher], states: PersonStates
    ) -> None:
        self._rooms, self._watchers, self._states = rooms, watchers, states

    def update(self, watcher: Watcher) -> None:
        """Somebody has other rooms than before."""
        people = {
            user
            for room_id in watcher.rooms
            if (room := self._rooms.get(room_id)) is not None
            for user in room.people
            if user != watcher.id
        }
        before = watcher.people.keys()
        new, old = people - before, before - people
        self._states.want(new)
        self._states.drop(old)
        for user in old:
            del watcher.people[user]
        watcher.people.update(dict.fromkeys(new, GONE))

    def forget(self, watcher: Watcher) -> None:
        """Nobody of them watches here any more."""
        self._states.drop(watcher.people)
        watcher.people.clear()

    def greet(self, watcher: Watcher, socket: Socket) -> None:
        """The first frame for a socket that has just got its list: all who are not gone."""
        if watcher.people:
            states = {user: state for user in watcher.people if (state := self._states.state(user)) != GONE}
            socket.send_soon(encode(people_frame(states)))
            if len(watcher.sockets) == 1:
                watcher.people |= states
                watcher.people_sent_at = monotonic()

    def tick(self) -> None:
        """Sends what changed, to each person at most every five seconds."""
        now = monotonic()
        for watcher in self._watchers.values():
            if not watcher.people or now - watcher.people_sent_at < EVERY:
                continue
            states = {user: self._states.state(user) for user in watcher.people}
            changed = {user: state for user, state in states.items() if watcher.people[user] != state}
            if changed:
                watcher.people, watcher.people_sent_at = states, now
                watcher.send(encode(people_frame(changed)))
