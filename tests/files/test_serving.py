"""Files as they are sent: whole, in part, only when they are new to the browser."""

import urllib.request

import pytest
from django.test import Client

from chat.files.byte_ranges import NotThere, asked_range
from chat.models import User
from tests.conftest import StartInstance
from tests.files.conftest import MIB, address_of, file_of, picture
from tests.mongo.sent_commands import commands

CONTENT = bytes(range(256)) * 4


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("", None),
        ("bytes=0-99", (0, 100)),
        ("bytes=900-", (900, 1000)),
        ("bytes=-100", (900, 1000)),
        ("bytes=-5000", (0, 1000)),
        ("bytes=0-5000", (0, 1000)),
        ("bytes=0-1,5-6", None),
        ("bytes=" + ",".join(["0-"] * 1000), None),
        ("bytes=9-5", None),
        ("bytes=-", None),
        ("bytes=a-b", None),
        ("lines=1-2", None),
        ("bytes=" + "9" * 400 + "-", None),
    ],
)
def test_what_a_range_asks_for(header: str, part: tuple[int, int] | None) -> None:
    assert asked_range(header, 1000) == part


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=5000-6000", "bytes=-0"])
def test_bytes_that_are_not_there(header: str) -> None:
    with pytest.raises(NotThere):
        asked_range(header, 1000)


@pytest.fixture
def address(as_ann: Client) -> str:
    return address_of(file_of(as_ann, CONTENT, "a.bin"))


def test_a_part_is_sent_alone(as_ann: Client, address: str) -> None:
    answer = as_ann.get(address, headers={"Range": "bytes=10-19"})
    assert (answer.status_code, answer.content) == (206, CONTENT[10:20])
    assert (answer["Content-Range"], answer["Content-Length"]) == ("bytes 10-19/1024", "10")
    beyond = as_ann.get(address, headers={"Range": "bytes=1024-"})
    assert (beyond.status_code, beyond["Content-Range"]) == (416, "bytes */1024")


def test_a_part_of_something_else_is_not_continued(as_ann: Client, address: str) -> None:
    known = as_ann.get(address)["ETag"]
    for condition, status in ((known, 206), ('"other"', 200)):
        headers = {"Range": "bytes=0-9", "If-Range": condition}
        assert as_ann.get(address, headers=headers).status_code == status


def test_what_the_browser_has_is_not_sent_again_but_asked_for(as_ann: Client, address: str) -> None:
    known = as_ann.get(address)["ETag"]
    again = as_ann.get(address, headers={"If-None-Match": known})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == "private, no-cache"
    head = as_ann.head(address)
    assert (head["Content-Length"], head["Accept-Ranges"], head.content) == ("1024", "bytes", b"")


def test_an_image_is_shown_in_place_and_saved_when_asked(as_ann: Client) -> None:
    address = address_of(file_of(as_ann, picture("PNG"), "p.png"))
    assert as_ann.get(address)["Content-Disposition"] == 'inline; filename="p.png"'
    assert as_ann.get(f"{address}?download=1")["Content-Disposition"] == 'attachment; filename="p.png"'


def test_no_more_of_a_file_is_read_than_is_asked_for(as_ann: Client) -> None:
    address = address_of(file_of(as_ann, bytes(4 * MIB), "large.bin"))
    with commands() as sent:
        assert as_ann.get(address, headers={"Range": f"bytes={2 * MIB}-{2 * MIB + 9}"}).status_code == 206
    assert len([each for each in sent if "uploads.chunks" in each]) == 1


def test_a_large_file_comes_whole_from_an_instance(
    ann: User, as_ann: Client, start_instance: StartInstance
) -> None:
    content = bytes(range(256)) * 16 * 1024  # 4 MiB
    address = address_of(file_of(as_ann, content, "large.bin"))
    instance = start_instance()
    request = urllib.request.Request(
        f"{instance.url}{address}", headers={"Cookie": f"sessionid={as_ann.cookies['sessionid'].value}"}
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        assert answer.headers["Content-Length"] == str(4 * MIB)
        assert answer.read() == content
    request.add_header("Range", f"bytes={MIB}-{3 * MIB}")
    with urllib.request.urlopen(request, timeout=20) as answer:
        assert (answer.status, answer.read()) == (206, content[MIB : 3 * MIB + 1])
