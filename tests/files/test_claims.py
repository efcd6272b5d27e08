"""Files in messages: which message has one, what its event says, and who gets the file."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from asgiref.sync import async_to_sync
from django.test import Client

from chat.actions import memberships, messages, moderation, rooms
from chat.files.models import File
from chat.models import Room, User
from chat.protocol.errors import Refused
from tests.files.conftest import address_of, announce, browser_of, delete, file_of, post, restore, stored


def refused(user: User, room: Room, *files: dict, text: str = "") -> str:
    with pytest.raises(Refused) as refusal:
        post(user, room, *files, text=text)
    return str(refusal.value.code)


def test_an_event_has_its_files_and_needs_no_text(ann: User, cellar: Room, as_ann: Client) -> None:
    one, two = file_of(as_ann, b"one", "one.txt"), file_of(as_ann, b"two", "two.txt")
    event = stored(cellar, post(ann, cellar, two, one))
    assert (event["text"], event["files"]) == ("", [two, one])


def test_a_text_is_still_needed_without_files(ann: User, cellar: Room) -> None:
    assert refused(ann, cellar) == "empty"


def test_a_file_belongs_to_the_first_message_that_claims_it(ann: User, cellar: Room, as_ann: Client) -> None:
    file, id = file_of(as_ann, b"one"), str(uuid.uuid4())
    seq = post(ann, cellar, file, id=id)
    assert refused(ann, cellar, file, text="again") == "not_found"
    assert post(ann, cellar, file, id=id) == seq  # the same post finds it again
    other = async_to_sync(rooms.create)(ann, "attic")
    with pytest.raises(Refused):
        post(ann, other, file, id=id)  # the same id in another room is another message


def test_what_is_not_ones_own_or_not_ready_is_not_there(
    ann: User, bob: User, cellar: Room, as_ann: Client
) -> None:
    file = file_of(as_ann, b"one")
    assert refused(bob, cellar, file) == "not_found"
    address = announce(as_ann, 10, filename="a")["Location"]
    assert refused(ann, cellar, {"id": address.split("/")[-2]}) == "not_found"
    assert refused(ann, cellar, {"id": str(uuid.uuid4())}) == "not_found"


def test_a_refused_post_frees_its_files(ann: User, cellar: Room, as_ann: Client) -> None:
    file, missing = file_of(as_ann, b"one"), {"id": str(uuid.uuid4())}
    assert refused(ann, cellar, file, missing) == "not_found"
    with pytest.raises(Refused):  # it answers no message
        async_to_sync(messages.post)(ann, cellar.pk, str(uuid.uuid4()), "", 99, files=[file["id"]])
    assert stored(cellar, post(ann, cellar, file))["files"] == [file]


def test_a_claim_without_an_event_lapses_after_an_hour(ann: User, cellar: Room, as_ann: Client) -> None:
    file = file_of(as_ann, b"one")
    claimed = {"room": cellar.pk, "post": str(uuid.uuid4())}
    File.objects.filter(pk=file["id"]).update(**claimed, claimed_at=datetime.now(UTC) - timedelta(minutes=59))
    assert refused(ann, cellar, file) == "not_found"
    File.objects.filter(pk=file["id"]).update(**claimed, claimed_at=datetime.now(UTC) - timedelta(minutes=61))
    assert post(ann, cellar, file)


def test_a_claim_with_an_event_never_lapses(ann: User, cellar: Room, as_ann: Client) -> None:
    file = file_of(as_ann, b"one")
    post(ann, cellar, file)
    long_ago = datetime.now(UTC) - timedelta(days=9)
    File.objects.filter(pk=file["id"]).update(claimed_at=long_ago, refused=True)
    assert refused(ann, cellar, file) == "not_found"


def test_at_most_ten_files_each_once(ann: User, cellar: Room, as_ann: Client) -> None:
    file = file_of(as_ann, b"one")
    assert stored(cellar, post(ann, cellar, file, file))["files"] == [file]


def test_a_file_is_seen_by_those_who_see_its_message(
    ann: User, cellar: Room, as_ann: Client, as_bob: Client
) -> None:
    file = file_of(as_ann, b"secret")
    address = address_of(file)
    assert (as_ann.get(address).status_code, as_bob.get(address).status_code) == (200, 404)
    post(ann, cellar, file)
    assert as_bob.get(address).content == b"secret"
    cid = browser_of(User.objects.create_user("cid"))
    staff = browser_of(User.objects.create_superuser("dan"))
    assert [each.get(address).status_code for each in (cid, staff)] == [404, 404]
    assert Client().get(address).status_code == 302  # to sign in


def test_who_is_removed_from_the_room_loses_its_files_their_own_too(
    ann: User, bob: User, cellar: Room, as_ann: Client, as_bob: Client
) -> None:
    hers, his = file_of(as_ann, b"hers"), file_of(as_bob, b"his")
    post(ann, cellar, hers)
    post(bob, cellar, his)
    async_to_sync(moderation.kick)(ann, cellar.pk, str(bob.pk))
    addresses = [address_of(hers), address_of(his)]
    assert [as_bob.get(each).status_code for each in addresses] == [404, 404]
    assert [as_ann.get(each).status_code for each in addresses] == [200, 200]


def test_who_is_banned_from_a_public_room_does_not_see_its_files(
    ann: User, bob: User, as_ann: Client, as_bob: Client
) -> None:
    room = async_to_sync(rooms.create)(ann, "attic")
    async_to_sync(memberships.join)(bob, room.pk)
    file = file_of(as_ann, b"x")
    post(ann, room, file)
    assert as_bob.get(address_of(file)).status_code == 200
    async_to_sync(moderation.ban)(ann, room.pk, str(bob.pk))
    assert as_bob.get(address_of(file)).status_code == 404


def test_files_of_a_deleted_message_are_gone_and_come_back(
    ann: User, bob: User, cellar: Room, as_ann: Client, as_bob: Client
) -> None:
    file = file_of(as_bob, b"regretted")
    seq = post(bob, cellar, file)
    delete(bob, cellar, seq)
    assert [each.get(address_of(file)).status_code for each in (as_ann, as_bob)] == [404, 404]
    event = stored(cellar, restore(ann, cellar, seq))
    assert event["files"] == [file]
    assert as_ann.get(address_of(file)).status_code == 200


def test_an_edit_leaves_the_files(ann: User, cellar: Room, as_ann: Client) -> None:
    file = file_of(as_ann, b"x")
    seq = post(ann, cellar, file, text="before")
    async_to_sync(messages.edit)(ann, cellar.pk, str(uuid.uuid4()), seq, "after")
    assert as_ann.get(address_of(file)).status_code == 200


def test_an_upload_that_a_message_has_cannot_be_given_up(ann: User, cellar: Room, as_ann: Client) -> None:
    file = file_of(as_ann, b"x")
    post(ann, cellar, file)
    assert as_ann.delete(f"/files/uploads/{file['id']}/").status_code == 404
    assert as_ann.get(address_of(file)).status_code == 200
