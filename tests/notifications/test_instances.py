"""Real instances: a message that is posted over a socket is pushed, once, also when an instance dies."""

import asyncio
import signal
from collections.abc import Awaitable, Callable

from asgiref.sync import async_to_sync
from django.test import Client as Browser

from chat.actions import tokens
from chat.jobs.models import Job
from chat.models import Room, User
from chat.notifications.looking import who_look
from chat.notifications.models import Looking
from chat.notifications.planning import PUSH
from chat.projections.models import ProjectionState
from tests.client import Client
from tests.conftest import StartInstance
from tests.instance import Instance
from tests.notifications.conftest import subscribe
from tests.polling import async_wait_until, wait_until
from tests.push_service import PushService

READING = {"WICK_BACKGROUND_WORK": "true"}


def program(user: User) -> str:
    """A token of theirs."""
    return async_to_sync(tokens.create)(user, user)


def connected(instance: Instance, token: str, act: Callable[[Client], Awaitable[None]]) -> None:
    async def run() -> None:
        async with Client(instance.ws_url, token=token) as client:
            await act(client)

    asyncio.run(run())


def reads_the_log() -> bool:
    """What was posted before a process began to read for the first time is no news."""
    return ProjectionState.objects.filter(name="notifications", watermark__isnull=False).exists()


def is_done() -> bool:
    return Job.objects.filter(kind=PUSH, state=Job.State.DONE).exists()


def test_a_message_is_pushed_within_seconds(
    start_instance: StartInstance, as_ann: Browser, bob: User, direct: Room, push_service: PushService
) -> None:
    subscribe(as_ann, push_service)

    async def post(client: Client) -> None:
        await client.post(direct.pk, "over a socket")

    reader = start_instance(**READING)
    wait_until(reads_the_log)
    connected(reader, program(bob), post)
    assert push_service.read(push_service.take())["text"] == "over a socket"


def test_what_an_instance_leaves_undone_another_one_does_once(
    start_instance: StartInstance, as_ann: Browser, bob: User, direct: Room, push_service: PushService
) -> None:
    subscribe(as_ann, push_service)
    first = start_instance("first", **READING)
    wait_until(reads_the_log)

    async def post_and_kill(client: Client) -> None:
        await client.post(direct.pk, "before the end")
        first.stop(signal.SIGKILL)

    connected(first, program(bob), post_and_kill)
    start_instance("second", **READING)
    assert push_service.read(push_service.take())["text"] == "before the end"
    wait_until(is_done)
    assert push_service.empty


def test_who_says_here_and_follows_a_room_looks_at_it(
    start_instance: StartInstance, ann: User, garden: Room
) -> None:
    async def look(client: Client) -> None:
        await client.join(garden.pk)
        await client.send("here", state="here")
        await async_wait_until(lambda: asyncio.to_thread(who_look, garden.pk, [ann.pk]))
        await client.send("here", state="away")
        await async_wait_until(lambda: asyncio.to_thread(lambda: not Looking.objects.exists()))
        await client.send("here", state="here")
        await async_wait_until(lambda: asyncio.to_thread(Looking.objects.exists))

    connected(start_instance(), program(ann), look)
    wait_until(lambda: not Looking.objects.exists())
