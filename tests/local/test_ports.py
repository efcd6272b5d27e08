"""Ports that a private MongoDB keeps from one start to the next."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local import ports


@contextmanager
def _taken(port: int) -> Iterator[None]:
    with socket.create_server(("127.0.0.1", port)):
        yield


def test_free_ports_are_different_and_free() -> None:
    found = ports.free(20)
    assert len(set(found)) == 20
    assert all(map(ports.is_free, found))


def test_a_port_where_somebody_listens_is_not_free() -> None:
    [port] = ports.free()
    with _taken(port):
        assert not ports.is_free(port)


def test_the_first_start_chooses_and_the_next_finds_the_same(tmp_path: Path) -> None:
    chosen, before = ports.remembered(tmp_path / "ports", 3)
    assert before == []
    assert ports.remembered(tmp_path / "ports", 3) == (chosen, chosen)


def test_only_the_port_that_somebody_took_is_replaced(tmp_path: Path) -> None:
    chosen, _ = ports.remembered(tmp_path / "ports", 3)
    with _taken(chosen[1]):
        now, before = ports.remembered(tmp_path / "ports", 3)
    assert before == chosen
    assert [now[0], now[2]] == [chosen[0], chosen[2]]
    assert now[1] not in chosen
