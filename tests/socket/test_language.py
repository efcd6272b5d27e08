"""Errors are in the language of the user of the socket, or in the site's."""

from collections.abc import Iterator

import pytest

from tests.client import Client, new_id
from tests.instance import Instance
from tests.texts import pseudo
from tests.workspace import Account, Accounts, Workspace

EMPTY = "There is nothing in this message."
NO_MESSAGE = "This message does not exist or was deleted."


@pytest.fixture(scope="module")
def bilingual(workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """An instance whose site is in accented English, and has English too."""
    folder = str(pseudo.make(tmp_path_factory.mktemp("locale")))
    with workspace.running("bilingual", WICK_LANGUAGE=pseudo.CODE, WICK_LOCALE_DIR=folder) as instance:
        yield instance


def connect(instance: Instance, account: Account, **headers: str) -> Client:
    return Client(instance.ws_url, token=account.token, headers=headers)


@pytest.mark.parametrize(
    ("headers", "accented"),
    [
        ({}, True),
        ({"Accept-Language": "fr"}, True),
        ({"Accept-Language": "en"}, False),
        ({"Accept-Language": "en-US,en;q=0.9"}, False),
        ({"Accept-Language": "en", "Cookie": f"django_language={pseudo.CODE}"}, True),
        ({"Accept-Language": "%%;q=x"}, True),
    ],
)
async def test_errors_are_in_the_language_of_the_socket(
    bilingual: Instance, accounts: Accounts, room: str, headers: dict[str, str], accented: bool
) -> None:
    async with connect(bilingual, accounts.member, **headers) as client:
        await client.follow(room)
        for frame, english in (
            ({"type": "post", "text": " "}, EMPTY),  # refused as it is read
            ({"type": "delete", "seq": 99}, NO_MESSAGE),  # refused by the writer of the room
        ):
            error = await client.answer_to(**frame, room=room)
            assert error["detail"] == (pseudo.pseudo(english) if accented else english)


async def test_two_sockets_of_one_room_are_each_answered_in_their_own(
    bilingual: Instance, accounts: Accounts, room: str
) -> None:
    async with (
        connect(bilingual, accounts.member) as here,
        connect(bilingual, accounts.other, **{"Accept-Language": "en"}) as there,
    ):
        for client in (here, there):
            await client.follow(room)
            await client.send("delete", room=room, id=new_id(), seq=99)
        assert (await here.wait_for(type="error"))["detail"] == pseudo.pseudo(NO_MESSAGE)
        assert (await there.wait_for(type="error"))["detail"] == NO_MESSAGE
