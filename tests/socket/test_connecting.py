"""Who may connect, and what the others are answered."""

import pytest
from websockets.exceptions import InvalidStatus

from tests.client import Client, new_id
from tests.instance import Instance
from tests.socket.rejection import close_code_of_rejected
from tests.workspace import Account, Accounts


async def test_the_first_frame_is_welcome(instance: Instance, accounts: Accounts) -> None:
    async with accounts.member.at(instance) as member:
        assert member.received[0] == {
            "type": "welcome",
            "protocol": 1,
            "user": accounts.member.author,
            "instance": "alone",
            "limits": {
                "text": 4000,
                "frame": 65536,
                "page": 10,
                "rooms": 1000,
                "rate": {"frames": 1_000_000, "posts": 1_000_000},
            },
        }


async def test_a_browser_is_known_by_its_session(instance: Instance, accounts: Accounts) -> None:
    async with accounts.member.browsing(instance) as member:
        assert member.received[0]["user"] == accounts.member.author


async def test_a_program_may_say_an_origin_that_is_allowed(instance: Instance, accounts: Accounts) -> None:
    async with Client(instance.ws_url, token=accounts.member.token, origin=instance.url) as member:
        assert member.received[0]["user"] == accounts.member.author


async def test_one_who_offers_compression_is_let_in(
    instance: Instance, accounts: Accounts, room: str
) -> None:
    """As every browser does."""
    async with Client(instance.ws_url, token=accounts.member.token, compression="deflate") as member:
        assert await member.post(room) == 1


async def test_one_may_speak_before_one_is_welcomed(
    instance: Instance, accounts: Accounts, room: str
) -> None:
    for n in range(10):
        member = await accounts.member.at(instance).open()
        for text in ("first", "second", "third"):
            await member.send("post", room=room, id=new_id(), text=text)
        await member.send("join", room=room, id="joined")
        joined = await member.wait_for(type="joined")
        assert [event["text"] for event in joined["events"][-3:]] == ["first", "second", "third"]
        assert joined["head"] == 3 * (n + 1)
        await member.close()


async def test_a_browser_that_nobody_signed_in_with_gets_4401(instance: Instance) -> None:
    assert await close_code_of_rejected(Client(instance.ws_url, origin=instance.url)) == 4401
    assert (
        await close_code_of_rejected(Client(instance.ws_url, origin=instance.url, cookie="made-up")) == 4401
    )


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1"])
async def test_a_foreign_origin_gets_4403(instance: Instance, accounts: Accounts, origin: str) -> None:
    assert await close_code_of_rejected(accounts.member.browsing(instance, origin)) == 4403


async def test_a_cookie_without_an_origin_gets_4403(instance: Instance, accounts: Accounts) -> None:
    assert await close_code_of_rejected(Client(instance.ws_url, cookie=accounts.member.cookie)) == 4403


@pytest.mark.parametrize("origin", ["http://evil.example", "null"])
async def test_a_token_does_not_make_a_foreign_origin_good(
    instance: Instance, accounts: Accounts, origin: str
) -> None:
    assert await refused(Client(instance.ws_url, token=accounts.member.token, origin=origin)) in (403, 4403)


@pytest.mark.parametrize("origin", ["http://[", "127.0.0.1"])
async def test_what_is_no_origin_at_all_is_not_allowed_either(
    instance: Instance, accounts: Accounts, origin: str
) -> None:
    assert await refused(accounts.member.browsing(instance, origin)) in (400, 4403)


async def refused(client: Client) -> int:
    """How a program is turned away: by HTTP status or close code."""
    try:
        return await close_code_of_rejected(client)
    except InvalidStatus as invalid:
        return invalid.response.status_code


@pytest.mark.parametrize("authorization", ["Bearer made-up", "Bearer", "Basic abc", "made-up"])
async def test_a_program_without_a_good_token_is_not_signed_in(
    instance: Instance, authorization: str
) -> None:
    assert await refused(Client(instance.ws_url, headers={"Authorization": authorization})) in (401, 4401)


async def test_a_bad_token_is_not_made_good_by_a_cookie(instance: Instance, accounts: Accounts) -> None:
    client = Client(instance.ws_url, token="made-up", cookie=accounts.member.cookie, origin=instance.url)
    assert await refused(client) in (401, 4401)


async def test_the_suspended_get_4403(instance: Instance, accounts: Accounts) -> None:
    assert await close_code_of_rejected(accounts.suspended.browsing(instance)) == 4403
    assert await refused(accounts.suspended.at(instance)) in (403, 4403)


async def test_there_is_no_socket_elsewhere(instance: Instance, accounts: Accounts) -> None:
    with pytest.raises(InvalidStatus):
        await Client(instance.ws_url + "other", token=accounts.member.token).open()


def test_the_accounts_of_the_tests_are_different(accounts: Accounts) -> None:
    each: list[Account] = list(vars(accounts).values())
    assert len({account.id for account in each}) == len(each)
