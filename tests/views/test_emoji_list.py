"""The list of emoji that the page's picker asks for."""

import re

from django.test import Client


def test_the_page_names_the_list_and_browsers_keep_it(as_ann: Client) -> None:
    [address] = re.findall(
        r'<meta name="emoji-list" content="(/emoji/en/[^"]+)">', as_ann.get("/rooms/").content.decode()
    )
    answer = as_ann.get(address)
    assert answer["Content-Type"] == "application/json"
    assert "immutable" in answer["Cache-Control"]
    [tada] = [each for each in answer.json()["activities"] if each[0] == "🎉"]
    assert tada[1] == "party popper"
    assert tada[2] == ["tada", "party_popper"]
    assert "tada" in tada[3]
    assert tada[4] == []


def test_a_list_of_another_version_is_answered_with_this_one_and_not_kept(client: Client) -> None:
    answer = client.get("/emoji/en/0123456789abcdef.json")
    assert answer.json()["flags"]
    assert answer["Cache-Control"] == "no-store"


def test_there_is_no_list_in_a_language_that_is_not_offered(client: Client) -> None:
    assert client.get("/emoji/xx/0123456789abcdef.json").status_code == 404
