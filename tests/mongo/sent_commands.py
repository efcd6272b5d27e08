"""Which commands this process sends to MongoDB, by Django's ORM or pymongo, in any thread."""

from collections.abc import Iterator
from contextlib import contextmanager

from pymongo import monitoring

BETWEEN = {"hello", "ismaster", "ping", "endSessions", "killCursors"}  # of the driver, about connections


class Listener(monitoring.CommandListener):
    """Passes to listeners the name of each command and what it reads, such as `aggregate chat_room`."""

    def __init__(self) -> None:
        self.recorded: list[list[str]] = []

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        if event.command_name not in BETWEEN:
            for recorded in self.recorded:
                of = event.command.get("collection") or event.command.get(event.command_name)
                recorded.append(f"{event.command_name} {of}")

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        pass

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        pass


_listener = Listener()
monitoring.register(_listener)  # clients that are made from now on


@contextmanager
def commands() -> Iterator[list[str]]:
    """The commands that are sent meanwhile, in order."""
    recorded: list[str] = []
    _listener.recorded.append(recorded)
    try:
        yield recorded
    finally:
        _listener.recorded.remove(recorded)
