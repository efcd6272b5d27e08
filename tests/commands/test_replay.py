"""replay: how it reads a day, whom it makes, and that its figures of a real server are right."""

import gzip
import json
import uuid
from pathlib import Path
from typing import Any

import pytest

from chat.management.action import Error
from chat.models import Event, Token, User
from chat.simulation.replay import corpus
from chat.simulation.replay.corpus import CorpusLine
from chat.simulation.replay.nicks import account, usernames
from chat.simulation.replay.outcome import Fate, Seen, in_order, latencies
from tests.instance import Instance


def row(line: int, time: str, nick: str = "ann", text: str = "hello", **more: Any) -> dict[str, Any]:
    return {
        "day": "2004-12-25",
        "line": line,
        "time": time,
        "kind": "message",
        "nick": nick,
        "text": text,
    } | more


@pytest.fixture
def written(tmp_path: Path):
    """A file of these rows."""

    def written(*rows: dict[str, Any]) -> Path:
        path = tmp_path / "talk.jsonl.gz"
        with gzip.open(path, "wt") as file:
            file.writelines(json.dumps(each) + "\n" for each in rows)
        return path

    return written


def test_a_day_is_read_in_order_and_spread_over_its_minutes(written) -> None:
    path = written(
        row(0, "09:14"),
        row(1, "09:14", replies_to=[0]),
        row(2, "09:15", kind="notice"),
        row(3, "09:16", kind="action", text="waves"),
        row(4, "09:16", text="   "),
        row(5, "09:16", day="2004-12-26"),
    )
    lines = corpus.read(path, "2004-12-25")
    assert [(line.number, line.at) for line in lines] == [(0, 0), (1, 30), (3, 120)]
    assert (lines[1].replies_to, lines[2].text) == ([0], "/me waves")
    assert len(corpus.read(path, "2004-12-25", 2)) == 2


@pytest.mark.parametrize(
    ("times", "seconds"),
    [
        (["23:59", "00:01"], [0, 120]),  # past midnight
        (["11:55", "00:05"], [0, 600]),  # a clock of twelve hours
        (["10:05", "10:03", "10:06"], [0, 0, 60]),  # a clock that was set back
    ],
)
def test_clocks_turn_over(written, times: list[str], seconds: list[float]) -> None:
    path = written(*(row(n, time) for n, time in enumerate(times)))
    assert [line.at for line in corpus.read(path, "2004-12-25")] == seconds


def test_every_nick_gets_a_name_of_its_own() -> None:
    nicks = ["crimsun", "Rattboi", "rattboi", "|QuaD-", "__x__", "SGC|Work", "ünï", "|||", "x" * 40]
    names = usernames(nicks)
    assert names["crimsun"] == "crimsun"
    assert (names["rattboi"], names["|QuaD-"], names["SGC|Work"]) == ("rattboi-2", "QuaD-", "SGC-Work")
    assert len({name.casefold() for name in names.values()}) == len(nicks)
    for name in names.values():
        User(username=name, password="!", folded="x").clean_fields()


@pytest.mark.django_db
def test_nobody_who_signs_in_is_spoken_for() -> None:
    person = User.objects.create_user("will", password="correct horse")
    first, again = account("will", "will"), account("will", "will")
    assert first.user == again.user != str(person.pk)
    assert User.objects.get(pk=first.user).username == "will-irc"
    assert first.token != again.token


def test_order_is_judged() -> None:
    def fate(nick: str, seq: int) -> Fate:
        return Fate(CorpusLine(0, nick, ""), str(seq), seq=seq)

    def seen(*seqs: int) -> Seen:
        found = Seen()
        for seq in seqs:
            found.add({"id": str(seq), "seq": seq})
        return found

    ordered = [fate("ann", 1), fate("bob", 3), fate("ann", 2)]
    assert in_order(ordered, seen(1, 2, 3))
    assert not in_order(ordered, seen(1, 3, 2))
    assert not in_order(ordered, seen(1, 3))
    assert not in_order([fate("ann", 2), fate("ann", 1)], seen(1, 2))
    assert seen(1, 2, 2).twice == 1


def test_latencies_begin_when_a_message_was_due() -> None:
    fates = [Fate(CorpusLine(0, "ann", ""), "", due=10.0, acked=10.0 + n / 1000) for n in range(1, 101)]
    assert latencies(fates, lambda fate: fate.acked) == {"p50": 51, "p90": 91, "p99": 100, "max": 100}
    assert latencies([], lambda fate: fate.acked) == {}


@pytest.mark.usefixtures("transactional_db")
def test_a_day_on_a_running_server(written, result, run, live_server_process: Instance) -> None:
    room = f"r-{uuid.uuid4().hex[:8]}"
    run("createroom", room)
    nicks = ["ann", "Bob|away", "cy"]
    rows = [row(n, f"09:{n // 10:02}", nicks[n % 3], f"line {n}") for n in range(60)]
    rows[30]["replies_to"] = [29]
    path = str(written(*rows))
    where = ["--room", room, "--url", live_server_process.ws_url]
    outcome = result("replay", path, "--day", "2004-12-25", "--speed", "2000", *where)
    assert outcome["good"]
    assert (outcome["people"], outcome["messages"], outcome["acked"], outcome["seen"]) == (3, 60, 60, 60)
    said = Event.objects.filter(room=room).order_by("seq")
    assert sorted(str(e.text) for e in said) == sorted(f"line {n}" for n in range(60))
    assert {e.author_name for e in said} == set(nicks)
    [answer] = [e for e in said if e.reply_to]
    assert said.get(seq=answer.reply_to or 0).text == "line 29"
    assert not Token.objects.exists()  # they were taken back


@pytest.mark.django_db
def test_what_cannot_be_replayed_is_refused(written, run, general: str, tmp_path: Path) -> None:
    path = str(written(row(0, "09:14")))
    for arguments, what in (
        ([path, "--day", "2004-12-24"], "has nothing of 2004-12-24: it has 1 days"),
        ([str(tmp_path / "none"), "--day", "2004-12-25"], "cannot be read"),
        ([path, "--day", "2004-12-25", "--room", "tea"], "no room at “tea”"),
        ([path, "--day", "2004-12-25", "--speed", "0"], "above 0"),
        ([path, "--day", "2004-12-25", "--url", "http://x"], "no address such as ws://"),
        ([path, "--day", "2004-12-25", "--url", "ws://127.0.0.1:1/ws/"], "does not answer"),
    ):
        with pytest.raises(Error, match=what):
            run("replay", *arguments)
    assert not Token.objects.exists()
