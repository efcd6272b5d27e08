"""Out of the house: tokens, sessions and accounts that end close their sockets. Done by another process."""

import asyncio

from tests.backstage import Backstage
from tests.cast import Stage
from tests.client import Client
from tests.instance import Instance
from tests.socket.elsewhere import SOON, closes, done
from tests.socket.entrance import turned_away


async def test_a_revoked_token_closes_its_sockets_and_no_other(
    instance: Instance, stage: Stage, backstage: Backstage
) -> None:
    somebody = stage.passer_by()
    other_token = backstage("token", person=somebody.id)
    async with somebody.at(instance) as one, Client(instance.ws_url, token=other_token) as two:
        await closes(one, 4401, lambda: backstage("revoke", token=somebody.token))
        await two.settle()
    assert await turned_away(somebody.at(instance)) == 4401


async def test_the_end_of_a_session_closes_its_sockets_and_no_other(
    instance: Instance, stage: Stage, backstage: Backstage
) -> None:
    somebody = stage.passer_by()
    other = backstage("session", person=somebody.id)
    async with (
        somebody.browsing(instance) as one,
        Client(instance.ws_url, cookie=other, origin=instance.url) as two,
    ):
        await closes(one, 4401, lambda: backstage("sign_out", cookie=somebody.cookie))
        await two.settle()
    assert await turned_away(somebody.browsing(instance)) == 4401


async def test_a_session_that_runs_out_closes_its_sockets(
    instance: Instance, stage: Stage, backstage: Backstage
) -> None:
    somebody = stage.passer_by()
    short = backstage("session", person=somebody.id, seconds=2)
    async with Client(instance.ws_url, cookie=short, origin=instance.url) as browser:
        assert await browser.closed(5) == 4401


async def test_a_new_password_closes_the_sockets_of_earlier_sessions_and_no_program(
    instance: Instance, stage: Stage, backstage: Backstage
) -> None:
    somebody = stage.passer_by()
    async with somebody.browsing(instance) as browser, somebody.at(instance) as program:
        await closes(browser, 4401, lambda: backstage("change_password", person=somebody.id))
        await program.settle()


async def test_a_suspended_account_closes_all_its_sockets(
    instance: Instance, stage: Stage, backstage: Backstage, room: str
) -> None:
    somebody = stage.passer_by()
    async with somebody.at(instance) as program, somebody.browsing(instance) as browser:
        await program.follow(room)
        await done(lambda: backstage("suspend", person=somebody.id))
        assert await program.closed(SOON) == 4403
        assert await browser.closed(SOON) == 4403
    assert await turned_away(somebody.browsing(instance)) == 4403
    backstage("unsuspend", person=somebody.id)
    async with asyncio.timeout(SOON):
        while (again := await somebody.browsing(instance).open()) and not await is_welcome(again):
            await asyncio.sleep(0.1)
    await again.close()


async def is_welcome(client: Client) -> bool:
    try:
        await client.welcomed()
    except AssertionError:
        return False
    return True


async def test_a_deleted_account_is_signed_in_nowhere(
    instance: Instance, stage: Stage, backstage: Backstage
) -> None:
    somebody = stage.passer_by()
    async with somebody.at(instance) as program, somebody.browsing(instance) as browser:
        await done(lambda: backstage("delete_person", person=somebody.id))
        assert await program.closed(SOON) in (4401, 4403)
        assert await browser.closed(SOON) in (4401, 4403)
    assert await turned_away(somebody.browsing(instance)) == 4401


async def test_a_new_name_is_spoken_under_at_once_and_nobody_is_closed(
    instance: Instance, stage: Stage, backstage: Backstage, room: str
) -> None:
    somebody = stage.passer_by()
    async with somebody.browsing(instance) as browser:
        await browser.follow(room)
        await browser.post(room)
        await done(lambda: backstage("change_name", person=somebody.id, name="Another Name"))
        async with asyncio.timeout(SOON):
            while True:
                seq = await browser.post(room)
                event = await browser.wait_for(type="event", seq=seq)
                if event["author"]["name"] == "Another Name":
                    break
                await asyncio.sleep(0.1)
        [first] = browser.all("event", seq=1)
        assert first["author"]["name"] == somebody.name
