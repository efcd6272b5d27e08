"""Files that are sent by a form, and alternative texts that come after an upload."""

import uuid
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from chat.actions import messages
from chat.files.stored import files
from chat.models import Event, Room, User

METADATA = "filename bm90ZXMudHh0"  # notes.txt


def upload(client: Client) -> str:
    """The address of an upload that the server knows of."""
    headers = {"Upload-Length": "4", "Upload-Metadata": METADATA}
    address: str = client.post("/files/uploads/", headers=headers)["Location"]
    client.patch(address, b"text", "application/offset+octet-stream", headers={"Upload-Offset": "0"})
    return address


def send(client: Client, *names: str, text: str = "") -> Any:
    given = [SimpleUploadedFile(name, b"some notes", "text/plain") for name in names]
    return client.post("/rooms/garden/", {"id": str(uuid.uuid4()), "text": text, "files": given})


def test_a_form_with_files_needs_no_text(as_ann: Client, garden: Room) -> None:
    assert send(as_ann, "one.txt", "two.txt").status_code == 302
    event = Event.objects.get(room=garden.pk)
    assert event.text == ""
    assert "one.txt" in as_ann.get("/rooms/garden/").content.decode()


def test_a_reply_in_a_thread_may_have_files_too(as_ann: Client, garden: Room) -> None:
    send(as_ann, text="a question")
    given = [SimpleUploadedFile("answer.txt", b"some notes", "text/plain")]
    sent = {"id": str(uuid.uuid4()), "text": "", "files": given}
    assert as_ann.post("/rooms/garden/threads/1/", sent).status_code == 302
    assert Event.objects.filter(room=garden.pk, thread=1, text="").count() == 1
    assert "answer.txt" in as_ann.get("/rooms/garden/threads/1/").content.decode()


def test_a_form_without_text_and_files_is_refused(as_ann: Client, garden: Room) -> None:
    page = send(as_ann)
    assert page.status_code == 400
    assert "There is nothing in this message." in page.content.decode()


def test_a_form_with_too_many_files_says_so(as_ann: Client, garden: Room) -> None:
    page = send(as_ann, *(f"{number}.txt" for number in range(11)))
    assert page.status_code == 400
    assert "A message can have at most 10 files." in page.content.decode()


def test_a_reply_quotes_a_message_without_text_by_the_names_of_its_files(
    as_ann: Client, ann: User, garden: Room
) -> None:
    send(as_ann, "plan.txt")
    async_to_sync(messages.post)(ann, garden.pk, str(uuid.uuid4()), "what is this?", 1)
    page = as_ann.get("/rooms/garden/").content.decode()
    assert '<span class="quote__text" dir="auto">plan.txt</span>' in page


def test_an_upload_is_described_by_its_owner_alone(as_ann: Client, as_bob: Client) -> None:
    address = upload(as_ann)
    assert as_ann.post(address, {"alt": "A plan of the garden"}).status_code == 204
    assert as_bob.post(address, {"alt": "Something else"}).status_code == 404
    assert [row["alt"] for row in files().find()] == ["A plan of the garden"]


@pytest.mark.parametrize("alt", ["x" * 5000, "two\nlines\u202e"])
def test_a_description_is_one_short_line(as_ann: Client, alt: str) -> None:
    address = upload(as_ann)
    as_ann.post(address, {"alt": alt})
    (row,) = files().find()
    assert len(row["alt"]) <= 500
    assert row["alt"].isprintable()
