"""Files over real instances: uploaded through one, posted through another, served by both."""

import asyncio
import base64
import urllib.error
import urllib.request
from typing import Any

from tests.actions_process import ActionsProcess
from tests.client import new_id
from tests.instance import Instance
from tests.workspace import Account, Accounts

CSRF = "c" * 32


def ask(
    instance: Instance, who: Account, path: str, method: str = "GET", body: bytes = b"", **headers: str
) -> Any:
    """The answer, whatever its status is."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    cookies = f"sessionid={who.cookie}; csrftoken={CSRF}"
    request = urllib.request.Request(
        f"{instance.url}{path}",
        data=body or None,
        method=method,
        headers={"Cookie": cookies, "X-CSRFToken": CSRF, **sent},
    )
    try:
        return urllib.request.urlopen(request, timeout=20)
    except urllib.error.HTTPError as error:
        return error


def status(instance: Instance, who: Account, path: str) -> int:
    with ask(instance, who, path) as answer:
        return int(answer.status)


async def uploaded(instance: Instance, who: Account, actions: ActionsProcess, content: bytes) -> str:
    """The id of a file, notes.txt, that was checked."""
    named = base64.b64encode(b"notes.txt").decode()
    said = {"Upload_Length": str(len(content)), "Upload_Metadata": f"filename {named}"}
    answer = await asyncio.to_thread(ask, instance, who, "/files/uploads/", "POST", b"", **said)
    address = str(answer.headers["Location"])
    part = {"Upload_Offset": "0", "Content_Type": "application/offset+octet-stream"}
    sent = await asyncio.to_thread(ask, instance, who, address, "PATCH", content, **part)
    assert sent.status == 204
    id = address.split("/")[-2]
    actions("check_file", id=id)
    return id


async def test_a_file_is_posted_seen_deleted_and_restored(
    pair: tuple[Instance, Instance], accounts: Accounts, room: str, joined_actions: ActionsProcess
) -> None:
    one, two = pair
    id = await uploaded(one, accounts.member, joined_actions, b"hello")
    address = f"/files/{id}/notes.txt"
    async with accounts.member.at(two) as member, accounts.other.at(one) as other:
        await other.follow(room)
        ack = await member.ask("post", room=room, id=new_id(), text="", files=[id])
        event = await other.wait_for(type="event", kind="message", seq=ack["seq"])
        assert event["files"] == [
            {"id": id, "name": "notes.txt", "type": "text/plain", "size": 5, "width": None, "height": None,
             "thumb": None}
        ]  # fmt: skip
        assert await asyncio.to_thread(status, two, accounts.other, address) == 200
        assert await asyncio.to_thread(status, two, accounts.banned, address) == 404
        await member.ask("delete", room=room, id=new_id(), seq=ack["seq"])
        await other.wait_for(type="event", kind="delete", target=ack["seq"])
        [message] = (await other.ask("history", room=room, limit=1, before=ack["seq"] + 1))["events"]
        assert "files" not in message
        for instance in pair:
            assert await asyncio.to_thread(status, instance, accounts.member, address) == 404
        joined_actions("restore", by=accounts.moderator.id, room=room, seq=ack["seq"])
        restored = await other.wait_for(type="event", kind="restore", target=ack["seq"])
        assert restored["files"] == event["files"]
        assert await asyncio.to_thread(status, one, accounts.other, address) == 200


async def test_files_that_are_not_there_and_lists_that_are_none_are_refused(
    instance: Instance, accounts: Accounts, room: str, actions: ActionsProcess
) -> None:
    id = await uploaded(instance, accounts.member, actions, b"hello")
    async with accounts.member.at(instance) as member, accounts.other.at(instance) as other:
        assert (await other.refused("post", room=room, id=new_id(), text="x", files=[id])) == "not_found"
        for wrong in ([id] * 11, ["x"], "x", [7], [id.upper()]):
            refusal = await member.refused("post", room=room, id=new_id(), text="x", files=wrong)
            assert refusal == "bad_frame"
        assert (await member.refused("post", room=room, id=new_id(), text=" ", files=[])) == "empty"
        assert await member.ask("post", room=room, id=new_id(), text=" ", files=[id])


async def test_the_same_post_at_both_instances_is_one_message_with_its_file(
    pair: tuple[Instance, Instance], accounts: Accounts, room: str, actions: ActionsProcess
) -> None:
    id, post = await uploaded(pair[0], accounts.member, actions, b"hello"), new_id()
    async with accounts.member.at(pair[0]) as one, accounts.member.at(pair[1]) as two:
        acks = await asyncio.gather(
            *(each.ask("post", room=room, id=post, text="", files=[id]) for each in (one, two, one, two))
        )
        assert len({ack["seq"] for ack in acks}) == 1
        again = await one.refused("post", room=room, id=new_id(), text="", files=[id])
        assert again == "not_found"
