"""Uploading by tus: announced, sent in parts, given up; and what is not taken."""

import uuid
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from chat.actors.actor import Actor
from chat.files import checking, contents
from chat.files.models import File, FileState
from chat.files.scanning import ScannerFailed
from chat.models import User
from chat.protocol.errors import Refused
from chat.storage import attached_files
from chat.storage.attached_files import WholeFile
from tests.files.conftest import MIB, announce, browser_of, file_of, send, uploaded


def test_a_file_comes_in_by_parts_and_is_ready_when_it_was_checked(as_ann: Client) -> None:
    answer = announce(as_ann, 11, filename="notes.txt", filetype="text/plain")
    assert (answer.status_code, answer["Tus-Resumable"], answer["Wick-Part"]) == (201, "1.0.0", str(MIB))
    address = answer["Location"]
    first = send(as_ann, address, 0, b"hello ")
    assert (first.status_code, first["Upload-Offset"]) == (204, "6")
    head = as_ann.head(address)
    assert (head["Upload-Offset"], head["Upload-Length"]) == ("6", "11")
    assert as_ann.get(address).json() == {"state": "uploading", "offset": 6, "length": 11}
    assert send(as_ann, address, 6, b"world")["Upload-Offset"] == "11"
    assert as_ann.get(address).json()["state"] == "checking"
    id = uuid.UUID(address.split("/")[-2])
    checking.check(id.hex)
    found = as_ann.get(address).json()
    assert found["state"] == "ready"
    assert found["file"] == {
        **{"id": str(id), "name": "notes.txt", "type": "text/plain", "size": 11},
        **{"width": None, "height": None, "thumb": None},
    }
    with contents.opened(id.hex) as file:
        assert file.read() == b"hello world"
    assert contents.storage().listdir(f"files/{id.hex}")[1] == ["original"]  # the parts are gone


def test_a_part_that_was_sent_before_is_not_added_twice(as_ann: Client) -> None:
    address = announce(as_ann, 10, filename="a")["Location"]
    assert send(as_ann, address, 0, b"12345").status_code == 204
    again = send(as_ann, address, 0, b"12345")
    assert (again.status_code, "detail" in again.json()) == (409, True)
    assert as_ann.head(address)["Upload-Offset"] == "5"


def test_more_than_was_announced_is_not_taken(as_ann: Client) -> None:
    address = announce(as_ann, 4, filename="a")["Location"]
    assert send(as_ann, address, 0, b"12345").status_code == 413
    assert as_ann.head(address)["Upload-Offset"] == "0"


def test_what_is_no_part_is_not_taken(as_ann: Client) -> None:
    address = announce(as_ann, 4, filename="a")["Location"]
    wrong = as_ann.patch(address, b"12", content_type="text/plain", headers={"Upload-Offset": "0"})
    assert wrong.status_code == 415
    assert announce(as_ann, 0, filename="a").status_code == 400
    assert as_ann.post("/files/uploads/", headers={"Upload-Length": "-1"}).status_code == 400
    old = as_ann.head(address, headers={"Tus-Resumable": "0.2.2"})
    assert (old.status_code, old["Tus-Version"]) == (412, "1.0.0")


def test_the_parts_may_not_be_many_and_small(as_ann: Client) -> None:
    address = announce(as_ann, 100, filename="a")["Location"]
    statuses = [send(as_ann, address, offset, b"x").status_code for offset in range(17)]
    assert statuses == [204] * 16 + [400]


def test_an_upload_that_is_given_up_leaves_nothing(as_ann: Client) -> None:
    address = announce(as_ann, 10, filename="a")["Location"]
    send(as_ann, address, 0, b"12345")
    key = uuid.UUID(address.split("/")[-2]).hex
    assert as_ann.delete(address).status_code == 204
    assert as_ann.get(address).status_code == 404
    assert contents.storage().listdir(f"files/{key}")[1] == []


def test_an_upload_is_there_for_its_owner_alone(as_ann: Client, as_bob: Client) -> None:
    address = announce(as_ann, 10, filename="a")["Location"]
    assert [as_bob.get(address).status_code, as_bob.delete(address).status_code] == [404, 404]
    assert send(as_bob, address, 0, b"12345").status_code == 404
    assert as_ann.head(address)["Upload-Offset"] == "0"


def test_who_is_not_signed_in_or_suspended_uploads_nothing(ann: User) -> None:
    anonymous = announce(Client(), 10, filename="a")
    assert (anonymous.status_code, "detail" in anonymous.json()) == (401, True)
    client = browser_of(ann)
    User.objects.filter(pk=ann.pk).update(suspended_at="2026-01-01T00:00Z")
    assert announce(client, 10, filename="a").status_code == 403


def test_a_form_of_another_site_uploads_nothing(ann: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ann)
    assert announce(client, 10, filename="a").status_code == 403
    assert not File.objects.exists()


def test_the_limits_are_said_before_an_upload_begins(as_ann: Client, settings: Any) -> None:
    settings.WICK_FILE_MIB, settings.WICK_FILES_PERSON_MIB = 2, 3
    file_of(as_ann, b"x" * 1000)
    assert as_ann.get("/files/uploads/").json() == {
        **{"largest": 2 * MIB, "part": MIB, "left": 3 * MIB - 1000},
    }
    options = as_ann.options("/files/uploads/")
    assert (options["Tus-Max-Size"], options["Tus-Extension"]) == (str(2 * MIB), "creation,termination")


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(as_ann: Client, settings: Any) -> None:
    settings.WICK_FILE_MIB = 2
    answer = announce(as_ann, 2 * MIB + 1, filename="scan.tif")
    assert (answer.status_code, "limit is 2 MB" in answer.json()["detail"]) == (413, True)


def test_what_one_person_and_all_may_upload_ends(as_ann: Client, as_bob: Client, settings: Any) -> None:
    settings.WICK_FILES_PERSON_MIB = 2
    assert announce(as_ann, 2 * MIB - 10, filename="a").status_code == 201  # announced is as good as sent
    assert announce(as_ann, 11, filename="b").status_code == 403
    settings.WICK_FILES_TOTAL_MIB = 1
    cache.clear()  # or the total is what it was when it was counted last
    assert announce(as_bob, 11, filename="c").status_code == 403
    assert File.objects.count() == 1


def test_uploads_are_limited_by_number(as_ann: Client, settings: Any) -> None:
    settings.WICK_LIMIT_UPLOADS = (2, 60)
    assert [announce(as_ann, 1, filename="a").status_code for _ in range(3)] == [201, 201, 429]
    assert announce(as_ann, 1, filename="a")["Retry-After"]


def test_what_the_scanner_refuses_is_not_taken(as_ann: Client, settings: Any) -> None:
    settings.WICK_FILES_SCANNER = "sh -c '! grep -q EICAR \"$0\"'"
    assert uploaded(as_ann, b"harmless")["state"] == "ready"
    refused = uploaded(as_ann, b"this is EICAR indeed")
    assert (refused["state"], "scanner" in refused["detail"]) == ("refused", True)


def test_a_file_that_cannot_be_scanned_is_refused_in_the_end(as_ann: Client, settings: Any) -> None:
    settings.WICK_FILES_SCANNER = "false-scanner-that-is-not-there"
    address = announce(as_ann, 5, filename="a")["Location"]
    send(as_ann, address, 0, b"12345")
    key = uuid.UUID(address.split("/")[-2]).hex
    for _ in range(checking.ATTEMPTS - 1):
        with pytest.raises(ScannerFailed):  # the job is run again
            checking.check(key)
        assert as_ann.get(address).json()["state"] == "checking"
    checking.check(key)
    assert as_ann.get(address).json()["state"] == "refused"


def test_a_small_file_of_a_form_is_taken_at_once(ann: User) -> None:
    id = attached_files.receive(Actor.of(ann), WholeFile("../a.txt", "text/plain", b"hello"))
    file = File.objects.get(pk=id)
    assert (file.state, file.name, file.size) == (FileState.READY, "a.txt", 5)
    with pytest.raises(Refused):
        attached_files.receive(
            Actor.of(ann), WholeFile("a.png", "image/png", b"\x89PNG\r\n\x1a\n and no more")
        )
