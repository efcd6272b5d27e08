"""TCP ports on 127.0.0.1."""

import random
import socket
from pathlib import Path

# Below what Linux gives to outgoing connections by itself (32768 and up), so that a port which was free
# once is still free after a restart, unless somebody chose it too.
PRIVATE = range(20000, 32768)


def listen(port: int) -> None:
    """Listen on this port and stop again. Raises the OSError that a server would."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))


def is_free(port: int) -> bool:
    """Whether a server could listen on this port now."""
    try:
        listen(port)
    except OSError:
        return False
    return True


def free(count: int = 1) -> list[int]:
    """That many different free ports."""
    candidates = random.sample(PRIVATE, 200 + count)
    found = [port for _, port in zip(range(count), filter(is_free, candidates), strict=False)]
    if len(found) < count:
        raise OSError(f"No {count} free ports were found on 127.0.0.1.")
    return found


def consecutive(count: int) -> int:
    """The first of that many free ports in a row, as a cluster takes them."""
    for first in random.sample(PRIVATE[:-count], 200):
        if all(map(is_free, range(first, first + count))):
            return first
    raise OSError(f"No {count} free ports in a row were found on 127.0.0.1.")


def remembered(path: Path, count: int) -> tuple[list[int], list[int]]:
    """The ports written in this file, those now taken by others replaced; and what the file said before.

    The file is brought up to date. Before the first start it says nothing: the second list is empty.
    """
    before = [int(word) for word in path.read_text().split()] if path.exists() else []
    spare = free(count)
    now = [
        before[n] if n < len(before) and is_free(before[n]) else spare[n]  # never two of the same
        for n in range(count)
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(" ".join(map(str, now)) + "\n")
    return now, before
