"""What is done in the admin of one instance reaches the open sockets of every instance."""

import asyncio
import urllib.parse
import urllib.request
from collections.abc import Iterator

import pytest

from tests.client import new_id
from tests.instance import Instance
from tests.workspace import Account, Workspace

CSRF = "c" * 32  # any secret, as long as cookie and form say the same


@pytest.fixture
def room(workspace: Workspace) -> str:
    """A room of the workspace, in place of the one that the other tests of the admin have."""
    return workspace.room()


@pytest.fixture(scope="module", params=["redis", "no redis"])
def pair(request: pytest.FixtureRequest, workspace: Workspace) -> Iterator[tuple[Instance, Instance]]:
    """Two instances on one database, joined by Redis or by MongoDB alone."""
    environ = {"REDIS_URL": str(request.getfixturevalue("redis_url"))} if request.param == "redis" else {}
    instances = workspace.instance("here", **environ), workspace.instance("there", **environ)
    for instance in instances:
        instance.start()
    yield instances
    for instance in instances:
        instance.close()


def confirm(instance: Instance, account: Account, model: str, action: str, key: str, **answers: str) -> None:
    """Chooses an action in the admin, and confirms it on the page in between."""
    fields = {"action": action, "_selected_action": key, "confirmed": "yes", "csrfmiddlewaretoken": CSRF}
    request = urllib.request.Request(
        f"{instance.url}/admin/chat/{model}/",
        urllib.parse.urlencode(fields | answers).encode(),
        {"Cookie": f"sessionid={account.cookie}; csrftoken={CSRF}"},
    )
    with urllib.request.urlopen(request, timeout=60) as done:
        assert done.status == 200


async def test_a_message_goes_and_comes_and_people_go(
    workspace: Workspace, room: str, pair: tuple[Instance, Instance]
) -> None:
    here, there = pair
    guest, said = workspace.new_account(), new_id()

    async def moderate(*what: str, **answers: str) -> None:
        await asyncio.to_thread(confirm, here, workspace.accounts.staff, *what, **answers)

    async with guest.at(there) as far, workspace.accounts.member.at(here) as near:
        await far.follow(room)
        await near.follow(room)
        await far.ask("post", room=room, text="spam", id=said)

        key = f"{room}/{said}"
        await moderate("event", "delete", key, reason="spam")
        for client in (far, near):
            await client.wait_for(type="event", kind="delete", target=1)
        await moderate("event", "restore", key)
        for client in (far, near):
            await client.wait_for(type="event", kind="restore", text="spam")
        await moderate("user", "ban_user", guest.id, room=room, reason="spam")
        assert (await far.wait_for(type="left", room=room))["reason"] == "banned"
        await moderate("user", "suspend", guest.id)
        assert await far.closed() == 4403
        await moderate("room", "archive", room)
        await near.until_refused("post", "forbidden", room=room, text="still here?")
