"""Carries out notices on what is live in this process."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from chat import notices
from chat.errors import Close
from chat.events import encode
from chat.frames import Frames
from chat.identity import Identity
from chat.markdown import render
from chat.pool import until_answered

if TYPE_CHECKING:
    from chat.hub import Hub


class Orders:
    def __init__(self, hub: "Hub") -> None:
        self.hub = hub
        self._looking: dict[str, bool] = {}  # people who are being looked up: was there news meanwhile?

    def carry_out(self, kind: str, data: dict[str, Any]) -> None:
        """One notice (chat.notices). A kind that we do not know is passed over: it is a newer version's."""
        self.hub.identities.forget()
        order = getattr(self, f"_{kind}", None) if kind in notices.KINDS else None
        if order is not None:
            order(**data)

    def _person(self, user: str) -> None:
        if user in self._looking:
            self._looking[user] = True
        elif user in self.hub.by_person:
            self._looking[user] = False
            self.hub.spawn(self._look_at(user))

    async def _look_at(self, user: str) -> None:
        """Closes the sockets of somebody who was suspended or deleted, and those of sessions that a new
        password ended; renames the others."""
        found = await self._newest(user)
        sockets = list(self.hub.by_person.get(user, ()))
        for socket in sockets:
            if found is None:
                socket.close(Close.NOT_ALLOWED)
            elif socket.guest.proof not in (None, found.proof):
                socket.close(Close.NOT_SIGNED_IN)
            else:
                socket.person = found.person
        if found is not None:
            for room in {room for socket in sockets for room in socket.rooms} & self.hub.rooms.keys():
                self.hub.rooms[room].rename(found.person)

    async def _newest(self, user: str) -> Identity | None:
        """Who has this id; looked up again if there was news meanwhile, so that the newest one counts."""
        try:
            while True:
                found = await until_answered(self.hub.identities.look_up, user)
                if not self._looking[user]:
                    return found
                self._looking[user] = False
        finally:
            del self._looking[user]

    def _session(self, session: str) -> None:
        for socket in [s for s in self.hub.sockets if s.guest.session == session]:
            socket.close(Close.NOT_SIGNED_IN)

    def _token(self, token: str) -> None:
        for socket in [s for s in self.hub.sockets if s.guest.token == token]:
            socket.close(Close.NOT_SIGNED_IN)

    def _room(self, room: str) -> None:
        self.hub.spawn(self.hub.loader.reload(room))

    def _left(self, room: str, user: str, reason: str) -> None:
        if live := self.hub.rooms.get(room):
            if reason == "banned":  # nothing may slip in before the state is loaded again
                live.state = replace(live.state, banned=live.state.banned | {user})
            live.put_out(user, reason)
        self._room(room)

    def _news(self, text: str) -> None:
        frames = Frames((encode({"type": "news", "text": text, "html": render(text)}),))
        for socket in list(self.hub.sockets):
            socket.write(frames)
