"""Projections continue from where they were when a process is killed."""

import signal
import threading
from datetime import UTC, datetime

from tests.actions_process import ActionsProcess
from tests.projections.conftest import Counting
from tests.workspace import Accounts, Workspace


def test_what_is_posted_is_handled(
    counting: Counting, room: str, actions: ActionsProcess, accounts: Accounts
) -> None:
    counting.start("one")
    counting.wait_for_position()
    actions("post", by=accounts.owner.id, room=room, count=5)
    counting.wait_for(room, 5)


def test_a_new_projection_begins_with_what_was_posted_before(
    counting: Counting, room: str, actions: ActionsProcess, accounts: Accounts
) -> None:
    actions("post", by=accounts.owner.id, room=room, count=3)
    counting.start("one")
    counting.wait_for(room, 3)


def test_another_process_goes_on_when_the_reader_is_killed(
    counting: Counting, room: str, actions: ActionsProcess, accounts: Accounts
) -> None:
    counting.start("one")
    counting.start("two")
    first = counting.wait_for_holder("one", "two")
    counting.wait_for_position()
    actions("post", by=accounts.owner.id, room=room, count=10)
    counting.stop(first, signal.SIGKILL)
    actions("post", by=accounts.owner.id, room=room, count=10)
    counting.wait_for(room, 20)
    assert counting.holder() not in ("", first)


def test_a_reader_that_ends_in_order_gives_its_lease_back(counting: Counting) -> None:
    counting.start("one")
    counting.wait_for_position()
    assert counting.stop("one") == 0
    assert counting.holder() == ""


def test_what_was_posted_while_nobody_read_is_handled(
    counting: Counting, room: str, actions: ActionsProcess, accounts: Accounts
) -> None:
    counting.start("one")
    counting.wait_for_position()
    counting.stop("one")
    actions("post", by=accounts.owner.id, room=room, count=4)
    counting.start("two")
    counting.wait_for(room, 4)


def test_a_place_that_the_change_stream_has_lost_is_made_up_for_by_time(
    counting: Counting, room: str, actions: ActionsProcess, accounts: Accounts
) -> None:
    counting.start("one")
    state = counting.wait_for_position()
    counting.stop("one")
    # The same token with the time 1 in place of its own: long gone from the oplog.
    data = state["token"]["_data"]
    old = {"_data": f"{data[:2]}{1:08x}{1:08x}{data[18:]}"}
    counting.database["projections_projectionstate"].update_one(
        {"_id": counting.name}, {"$set": {"token": old, "watermark": datetime.now(UTC)}}
    )
    actions("post", by=accounts.owner.id, room=room, count=4)
    counting.start("two")
    counting.wait_for(room, 4)
    assert "by time" in counting.log.read_text()
    actions("post", by=accounts.owner.id, room=room, count=2)
    counting.wait_for(room, 6)


def test_a_token_that_is_none_is_made_up_for_by_time(
    counting: Counting, room: str, actions: ActionsProcess, accounts: Accounts
) -> None:
    counting.start("one")
    counting.wait_for_position()
    counting.stop("one")
    counting.database["projections_projectionstate"].update_one(
        {"_id": counting.name}, {"$set": {"token": {"_data": "nonsense"}, "watermark": datetime.now(UTC)}}
    )
    actions("post", by=accounts.owner.id, room=room, count=2)
    counting.start("two")
    counting.wait_for(room, 2)


def test_a_reader_that_has_lost_its_lease_stores_no_position(
    counting: Counting, room: str, actions: ActionsProcess, accounts: Accounts
) -> None:
    counting.start("one")
    counting.wait_for_position()
    states = counting.database["projections_projectionstate"]
    states.update_one({"_id": counting.name}, {"$inc": {"term": 1}, "$set": {"holder": "another/1"}})
    before = counting.state()["token"]
    # It takes the lease again when that has ended, with a term of its own.
    counting.wait_for_holder("one")
    taken = counting.state()
    assert taken["term"] >= 3
    assert before is not None
    actions("post", by=accounts.owner.id, room=room, count=2)
    counting.wait_for(room, 2)


def test_an_event_that_cannot_be_handled_is_set_aside_and_reading_goes_on(
    counting: Counting, room: str, actions: ActionsProcess, accounts: Accounts
) -> None:
    counting.start("one")
    counting.wait_for_position()
    actions("post", by=accounts.owner.id, room=room)
    actions("post", by=accounts.owner.id, room=room, text=f"bad {counting.name}")
    actions("post", by=accounts.owner.id, room=room)
    from tests.polling import wait_until

    wait_until(lambda: counting.seqs(room) == [1, 3], what="the other messages")
    [aside] = counting.database["projections_setasideevent"].find({"projection": counting.name})
    assert (aside["room"], aside["seq"], aside["error"]) == (room, 2, "ValueError: a bad message")

    failed = counting.command("retryevents", counting.name)
    assert (failed.returncode, failed.stdout) == (1, "0 events handled, 1 failed again.\n")
    counting.database["mended"].insert_one({"_id": counting.name})
    worked = counting.command("retryevents", counting.name)
    assert (worked.returncode, worked.stdout) == (0, "1 events handled, 0 failed again.\n")
    assert counting.seqs(room) == [1, 2, 3]
    assert not counting.database["projections_setasideevent"].find_one({"projection": counting.name})


def test_a_projection_is_rebuilt_while_people_talk(
    counting: Counting, room: str, actions: ActionsProcess, accounts: Accounts, workspace: Workspace
) -> None:
    actions("post", by=accounts.owner.id, room=room, count=200)
    counting.start("one")
    counting.wait_for(room, 200)
    counting.database["test_seen"].delete_many({"name": counting.name, "seq": {"$lt": 50}})
    stopped = threading.Event()
    talking = ActionsProcess({"MONGODB_URI": workspace.mongodb_uri})

    def talk() -> None:
        while not stopped.is_set():
            talking("post", by=accounts.member.id, room=room, count=5)

    thread = threading.Thread(target=talk)
    thread.start()
    rebuilt = counting.command("rebuild", counting.name)
    stopped.set()
    thread.join()
    talking.close()
    assert rebuilt.returncode == 0, rebuilt.stderr
    head = counting.database["chat_event"].count_documents({"room": room})
    assert head > 200
    counting.wait_for(room, head)
