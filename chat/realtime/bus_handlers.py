"""Handles what other processes say through the bus (chat.realtime.bus), a method for each kind of item."""

from chat.realtime.bus import Handler
from chat.realtime.drafts import Drafts
from chat.realtime.loader import Loader
from chat.realtime.marker_numbers import MarkerNumbers
from chat.realtime.person_states import PersonStates
from chat.realtime.presence import Presence
from chat.realtime.read_markers import ReadMarkers
from chat.realtime.reconciler import Reconciler
from chat.realtime.typing_indicator import TypingIndicator
from chat.realtime.watch_counts import WatchCounts
from chat.realtime.watch_sweep import WatchSweep


class BusHandlers:
    """The first argument of each is the sender: the id of a process on the bus."""

    def __init__(
        self,
        loader: Loader,
        reconciler: Reconciler,
        typing: TypingIndicator,
        presence: Presence,
        markers: ReadMarkers,
        drafts: Drafts,
        watch_counts: WatchCounts,
        watch_sweep: WatchSweep,
        states: PersonStates,
    ) -> None:
        self._loader, self._reconciler = loader, reconciler
        self._typing, self._presence, self._markers = typing, presence, markers
        self._drafts = drafts
        self._watch_counts, self._watch_sweep, self._states = watch_counts, watch_sweep, states

        self._numbers = MarkerNumbers()
        presence.on_ended.append(self._numbers.ended)

    def by_kind(self) -> dict[str, Handler]:
        """What the bus calls, by the kind of the item."""
        return {
            "events": self._events,
            "head": self._head,
            "poke": self._poke,
            "typing": self._show_typing,
            "read": self._read,
            "threads": self._threads,
            "draft": self._draft,
            "own_frames": self._own_frames,
            "presence_change": self._presence.exchange.receive_change,
            "presence_ask": self._presence.exchange.receive_ask,
            "presence_part": self._presence.exchange.receive_part,
            "here": self._presence.receive_lists,
            "person": self._states.receive,
            "person_ask": self._states.receive_ask,
            "lost": self._lost,
            "beat": self._beat,
        }

    def _events(self, sender: str, room: str, bodies: list[bytes]) -> None:
        self._loader.receive_events(room, bodies)

    def _head(self, sender: str, room: str, seq: int) -> None:
        self._loader.receive_head(room, seq)

    def _poke(self, sender: str) -> None:
        self._reconciler.look()

    def _show_typing(self, sender: str, room: str, body: bytes, user_id: str) -> None:
        self._typing.show(room, body, user_id)

    def _read(self, sender: str, user_id: str, room: str, seq: int, back: bool = False) -> None:
        self._markers.show(user_id, room, seq, back=back)
        self._watch_counts.moved(user_id, room, seq)
        self._numbers.received(sender)

    def _threads(self, sender: str, user_id: str, room: str) -> None:
        self._watch_counts.threads_changed(user_id, room)
        self._numbers.received(sender)

    def _draft(self, sender: str, user_id: str, body: bytes) -> None:
        self._drafts.show(user_id, body)

    def _own_frames(self, sender: str, users: list[str], body: bytes) -> None:
        self._drafts.show_all(users, body)

    def _lost(self, sender: str) -> None:
        self._markers.forget()
        self._presence.lost()
        self._reconciler.doubt_all()
        self._watch_sweep.doubt_all()
        self._watch_counts.doubt_all()
        self._states.ask_again()

    def _beat(
        self, sender: str, version: int = 0, presence_number: int | None = None, reads: int | None = None
    ) -> None:
        self._presence.beat(sender, presence_number)
        if self._numbers.is_missing(sender, reads):
            self._markers.forget()
            self._watch_counts.doubt_all()
