"""Handles notices: applies each to what is live in this process."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any

from chat.accounts.identities import Identities, Identity
from chat.events.base import encode
from chat.protocol.compatibility import call_with_fields
from chat.protocol.errors import Close
from chat.protocol.framing import PreparedFrames
from chat.queries.workspace import forget_workspace
from chat.realtime.loader import Loader
from chat.realtime.profile_changes import ProfileChanges
from chat.realtime.room import LiveRoom
from chat.realtime.sockets import Socket
from chat.realtime.tasks import Tasks
from chat.realtime.watch_changes import WatchChanges
from chat.storage import notice_log
from chat.storage.executor import until_answered
from chat.text.markdown import render


class NoticeHandlers:
    def __init__(
        self,
        rooms: Mapping[str, LiveRoom],
        sockets: Collection[Socket],
        by_user: Mapping[str, Collection[Socket]],
        identities: Identities,
        loader: Loader,
        tasks: Tasks,
        watch_changes: WatchChanges,
        profile_changes: ProfileChanges,
    ) -> None:
        """`by_user`: the sockets by their user's id."""
        self._rooms, self._sockets, self._by_user = rooms, sockets, by_user
        self._identities, self._loader, self._tasks = identities, loader, tasks
        self._watch_changes = watch_changes
        self._handlers: dict[str, Callable[..., object]] = {
            notice_log.USER: self._user_changed,
            notice_log.SESSION: self._session,
            notice_log.RENEWED: self._renewed,
            notice_log.TOKEN: self._token,
            notice_log.ROOM: self._room,
            notice_log.LEFT: self._left,
            notice_log.MEMBERS: self._members,
            notice_log.PROFILE: profile_changes.changed,
            notice_log.NEWS: self._news,
            notice_log.APPENDED: self._appended,
            notice_log.WORKSPACE: forget_workspace,
        }
        self._looking: dict[str, bool] = {}  # people who are being looked up: was there news meanwhile?

    def handle(self, kind: str, data: dict[str, Any]) -> None:
        """One notice (chat.storage.notice_log). A kind that we do not know is a newer version's, and is
        passed over; so are fields that we do not know."""
        self._forget(kind, data)
        if handler := self._handlers.get(kind):
            call_with_fields(handler, data)

    def _forget(self, kind: str, data: dict[str, Any]) -> None:
        """The user whom the notice is about is looked up again at their next connect."""
        if kind in (notice_log.USER, notice_log.SESSION, notice_log.RENEWED, notice_log.TOKEN):
            self._identities.forget(str(data[kind if kind != notice_log.USER else "user"]))
        elif kind not in notice_log.KINDS:
            self._identities.forget_all()
            for room in self._rooms.values():
                room.access.forget_all()

    def _user_changed(self, user: str) -> None:
        if user in self._looking:
            self._looking[user] = True
        elif user in self._by_user:
            self._looking[user] = False
            self._tasks.spawn(self._look_at(user))

    async def _look_at(self, user: str) -> None:
        """Closes the sockets of somebody who was suspended or deleted, and those of sessions that a new
        password ended; renames the others, and removes guests from rooms that are not there for them."""
        found = await self._newest(user)
        sockets = list(self._by_user.get(user, ()))
        for socket in sockets:
            if found is None:
                socket.close(Close.NOT_ALLOWED)
            elif socket.credentials.proof not in (None, found.proof):
                socket.close(Close.NOT_SIGNED_IN)
            else:
                socket.actor = found.actor
        if found is not None:
            for room in {room for socket in sockets for room in socket.rooms} & self._rooms.keys():
                self._rooms[room].rename(found.actor)
                if found.actor.guest:
                    self._tasks.spawn(self._loader.reload(room))

    async def _newest(self, user: str) -> Identity | None:
        """Who has this id; looked up again if there was news meanwhile, so that the newest one counts."""
        try:
            while True:
                found = await until_answered(self._identities.look_up, user)
                if not self._looking[user]:
                    return found
                self._looking[user] = False
        finally:
            del self._looking[user]

    def _session(self, session: str) -> None:
        for socket in [s for s in self._sockets if s.credentials.session == session]:
            socket.close(Close.NOT_SIGNED_IN)

    def _renewed(self, user: str, session: str, renewed: str, proof: str) -> None:
        """Comes before the notices of the new password and of the end of the old session, which close all
        other sockets of sessions."""
        for socket in self._by_user.get(user, ()):
            if socket.credentials.session == session:
                socket.credentials = replace(socket.credentials, session=renewed, proof=proof)

    def _token(self, token: str) -> None:
        for socket in [s for s in self._sockets if s.credentials.token == token]:
            socket.close(Close.NOT_SIGNED_IN)

    def _room(self, room: str) -> None:
        if live := self._rooms.get(room):
            live.writers.clear()
            live.access.forget_all()
        self._tasks.spawn(self._look_at_room(room))

    async def _look_at_room(self, room: str) -> None:
        """A user who has to leave it is notified of that first, and then that it is off their list."""
        try:
            await self._loader.reload(room)
        finally:
            self._watch_changes.room_changed(room)

    def _left(self, room: str, user: str, reason: str) -> None:
        if live := self._rooms.get(room):
            live.access.forget(user)
            live.writers.pop(user, None)
            live.remove(user, reason)
        self._tasks.spawn(self._loader.reload(room, recheck=False))
        self._watch_changes.members_changed(room, [user], reason)

    def _members(self, room: str, users: list[str]) -> None:
        if live := self._rooms.get(room):
            for user in users:
                live.access.forget(user)
            # Together, and not each with the next thing that they do here.
            if here := [user for user in users if user in live.people]:
                self._tasks.spawn(live.access.look_up_all(here))
        self._watch_changes.members_changed(room, users)

    def _appended(self, room: str) -> None:
        if live := self._rooms.get(room):
            live.catch_up_soon()
        else:
            self._watch_changes.appended(room)

    def _news(self, text: str) -> None:
        frames = PreparedFrames((encode({"type": "news", "text": text, "html": render(text)}),))
        for socket in list(self._sockets):
            socket.write(frames)
