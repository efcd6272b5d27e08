"""Signed out: tokens, sessions and accounts that end close their sockets. Done by another process."""

import asyncio
from functools import partial
from http.cookies import SimpleCookie
from urllib.request import Request, urlopen

from tests.actions_process import ActionsProcess
from tests.client import Client
from tests.instance import Instance
from tests.polling import async_wait_until
from tests.socket.other_process import closes, done
from tests.socket.rejection import close_code_of_rejected
from tests.workspace import Accounts, Workspace

CSRF = "c" * 32  # any secret, as long as cookie and form have the same


async def test_a_revoked_token_closes_its_sockets_and_no_other(
    instance: Instance, workspace: Workspace, actions: ActionsProcess
) -> None:
    somebody = workspace.new_account()
    other_token = actions("token", user=somebody.id)
    async with somebody.at(instance) as one, Client(instance.ws_url, token=other_token) as two:
        await closes(one, 4401, lambda: actions("revoke", token=somebody.token))
        await two.settle()
    assert await close_code_of_rejected(somebody.at(instance)) == 4401


async def test_a_token_that_expires_closes_its_sockets(
    instance: Instance, workspace: Workspace, actions: ActionsProcess
) -> None:
    somebody = workspace.new_account()
    actions("expire", token=somebody.token, seconds=2)
    program = await somebody.at(instance).open()
    assert await program.closed() == 4401
    await program.close()
    assert await close_code_of_rejected(somebody.at(instance)) == 4401


async def test_the_end_of_a_session_closes_its_sockets_and_no_other(
    instance: Instance, workspace: Workspace, actions: ActionsProcess
) -> None:
    somebody = workspace.new_account()
    other = actions("session", user=somebody.id)
    async with (
        somebody.browsing(instance) as one,
        Client(instance.ws_url, cookie=other, origin=instance.url) as two,
    ):
        await closes(one, 4401, lambda: actions("sign_out", cookie=somebody.cookie))
        await two.settle()
    assert await close_code_of_rejected(somebody.browsing(instance)) == 4401


def visit(instance: Instance, cookie: str, path: str, *, post: bool = False) -> None:
    """Opens a page as a browser with this session does, or sends the form on it."""
    cookies = f"sessionid={cookie}; csrftoken={CSRF}"
    form = f"csrfmiddlewaretoken={CSRF}".encode() if post else None
    urlopen(Request(f"{instance.url}{path}", form, {"Cookie": cookies, "Origin": instance.url}))


async def test_ending_the_others_in_the_settings_closes_their_sockets_on_every_instance(
    pair: tuple[Instance, Instance], workspace: Workspace, actions: ActionsProcess
) -> None:
    somebody = workspace.new_account()
    lost = actions("session", user=somebody.id)
    one, two = pair
    for cookie in (somebody.cookie, lost):
        await asyncio.to_thread(visit, one, cookie, "/settings/sessions/")
    async with (
        somebody.browsing(one) as here,
        Client(one.ws_url, cookie=lost, origin=one.url) as there,
        Client(two.ws_url, cookie=lost, origin=two.url) as elsewhere,
    ):
        end = partial(visit, one, somebody.cookie, "/settings/sessions/end-others/", post=True)
        await closes(elsewhere, 4401, end)
        assert await there.closed() == 4401
        await here.settle()
    assert await close_code_of_rejected(Client(two.ws_url, cookie=lost, origin=two.url)) == 4401


async def test_a_session_that_runs_out_closes_its_sockets(
    instance: Instance, workspace: Workspace, actions: ActionsProcess
) -> None:
    somebody = workspace.new_account()
    short = actions("session", user=somebody.id, seconds=2)
    browser = await Client(instance.ws_url, cookie=short, origin=instance.url).open()
    assert await browser.closed() == 4401
    await browser.close()


async def test_a_new_password_closes_the_sockets_of_earlier_sessions_and_no_program(
    instance: Instance, workspace: Workspace, actions: ActionsProcess
) -> None:
    somebody = workspace.new_account()
    async with somebody.browsing(instance) as browser, somebody.at(instance) as program:
        await closes(browser, 4401, lambda: actions("change_password", user=somebody.id))
        await program.settle()


async def test_changing_the_password_keeps_this_session_and_closes_the_others(
    place: Instance, workspace: Workspace, actions: ActionsProcess, room: str
) -> None:
    somebody = workspace.new_account()
    own = actions("set_password", user=somebody.id)
    other = actions("session", user=somebody.id)
    async with (
        Client(place.ws_url, cookie=own, origin=place.url) as tab,
        Client(place.ws_url, cookie=own, origin=place.url) as other_tab,
        Client(place.ws_url, cookie=other, origin=place.url) as elsewhere,
    ):
        change = partial(actions, "change_own_password", user=somebody.id, cookie=own)
        renewed = await asyncio.to_thread(change)
        assert await elsewhere.closed() == 4401
        for still_open in (tab, other_tab):
            await still_open.post(room, "still here")
        async with Client(place.ws_url, cookie=renewed, origin=place.url):
            pass
        assert await close_code_of_rejected(Client(place.ws_url, cookie=own, origin=place.url)) == 4401
        # They belong to the session that goes on, and end with it.
        await closes(tab, 4401, lambda: actions("sign_out", cookie=renewed))
        assert await other_tab.closed() == 4401


async def test_another_secret_key_signs_nobody_out_while_the_old_one_is_a_fallback(
    workspace: Workspace,
) -> None:
    before = ActionsProcess({"MONGODB_URI": workspace.mongodb_uri, "SECRET_KEY": "the-key-before"})
    rotated = workspace.instance("rotated", SECRET_KEY="the-new-key", SECRET_KEY_FALLBACKS="the-key-before")
    somebody = workspace.new_account()
    cookie = before("session", user=somebody.id)
    rotated.start()
    try:
        async with Client(rotated.ws_url, cookie=cookie, origin=rotated.url) as tab:
            page = Request(f"{rotated.url}/settings/", headers={"Cookie": f"sessionid={cookie}"})
            answer = await asyncio.to_thread(urlopen, page)
            cookies = [SimpleCookie(line) for line in answer.headers.get_all("Set-Cookie")]
            [renewed] = [each["sessionid"].value for each in cookies if "sessionid" in each]
            assert answer.url.endswith("/settings/"), "signed out"
            assert renewed != cookie
            await tab.settle()
            assert (
                await close_code_of_rejected(Client(rotated.ws_url, cookie=cookie, origin=rotated.url))
                == 4401
            )
            await tab.settle()
            await closes(tab, 4401, lambda: before("sign_out", cookie=renewed))
    finally:
        rotated.close()
        before.close()


async def test_a_session_that_changed_the_password_ends_when_another_one_changes_it(
    instance: Instance, workspace: Workspace, actions: ActionsProcess
) -> None:
    somebody = workspace.new_account()
    own = actions("set_password", user=somebody.id)
    async with Client(instance.ws_url, cookie=own, origin=instance.url) as tab:
        await done(lambda: actions("change_own_password", user=somebody.id, cookie=own))
        await tab.settle()
        await closes(tab, 4401, lambda: actions("change_password", user=somebody.id))


async def test_a_suspended_account_closes_all_its_sockets(
    instance: Instance, workspace: Workspace, actions: ActionsProcess, room: str
) -> None:
    somebody = workspace.new_account()
    async with somebody.at(instance) as program, somebody.browsing(instance) as browser:
        await program.follow(room)
        await done(lambda: actions("suspend", user=somebody.id))
        assert await program.closed() == 4403
        assert await browser.closed() == 4403
    assert await close_code_of_rejected(somebody.browsing(instance)) == 4403
    actions("unsuspend", user=somebody.id)
    await async_wait_until(lambda: is_welcome(somebody.browsing(instance)), what="a welcome")


async def is_welcome(client: Client) -> bool:
    await client.open()
    try:
        await client.welcomed()
    except AssertionError:
        return False
    finally:
        await client.close()
    return True


async def test_a_deleted_account_is_signed_in_nowhere(
    instance: Instance, workspace: Workspace, actions: ActionsProcess
) -> None:
    somebody = workspace.new_account()
    async with somebody.at(instance) as program, somebody.browsing(instance) as browser:
        await done(lambda: actions("delete_user", user=somebody.id))
        assert await program.closed() in (4401, 4403)
        assert await browser.closed() in (4401, 4403)
    assert await close_code_of_rejected(somebody.browsing(instance)) == 4401


async def test_an_account_that_an_administrator_deleted_is_signed_out_and_keeps_its_messages(
    place: Instance, accounts: Accounts, workspace: Workspace, actions: ActionsProcess, room: str
) -> None:
    somebody = workspace.new_account()
    async with somebody.at(place) as program, accounts.owner.at(place) as owner:
        await owner.follow(room)
        seq = await program.post(room, "still here")
        deletion = asyncio.create_task(done(lambda: actions("close_account", user=somebody.id)))
        assert await program.closed() in (4401, 4403)
        await deletion
        await owner.wait_for(type="left", room=room, reason="gone")
        view = await owner.follow(room)
        message = view.message(seq)
        assert (message["text"], message["author"]["name"]) == ("still here", "Deleted account")


async def test_a_new_name_is_spoken_under_at_once_and_nobody_is_closed(
    instance: Instance, workspace: Workspace, actions: ActionsProcess, room: str
) -> None:
    somebody = workspace.new_account()
    async with somebody.browsing(instance) as browser:
        await browser.follow(room)
        await browser.post(room)
        await done(lambda: actions("change_name", user=somebody.id, name="Another Name"))

        async def posts_as_another() -> bool:
            event = await browser.wait_for(type="event", seq=await browser.post(room))
            return bool(event["author"]["name"] == "Another Name")

        await async_wait_until(posts_as_another, what="a message under the new name")
        [first] = browser.all("event", seq=1)
        assert first["author"]["name"] == somebody.name
