"""Pictures of people: what is taken, what is kept of it, and to whom it is served."""

import io
import re
import struct
import uuid
import zlib
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from chat.actions import messages, pictures
from chat.actions.removal import delete_account
from chat.actions.system_account import system_account
from chat.kept import actions as kept_messages
from chat.models import Membership, Room, User
from tests.for_you import conftest as for_you
from tests.search import conftest as search

SVG = b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><script>alert(1)</script></svg>"


def file(picture: Image.Image, kind: str = "PNG", **more: Any) -> bytes:
    kept = io.BytesIO()
    picture.save(kept, kind, **more)
    return kept.getvalue()


def two_halves(width: int = 300, height: int = 200) -> Image.Image:
    """Red, and the right half blue."""
    picture = Image.new("RGB", (width, height), "red")
    picture.paste("blue", (width // 2, 0, width, height))
    return picture


def upload(client: Client, content: bytes, name: str = "me.png") -> Any:
    return client.post("/settings/picture/", {"picture": SimpleUploadedFile(name, content)}, follow=True)


def address_of(client: Client, username: str) -> str:
    """Of the picture that somebody's page shows, "" for none."""
    found = re.search(r'src="(/pictures/\S+-128\.webp)"', client.get(f"/people/{username}/").content.decode())
    return found[1] if found else ""


def shown(client: Client, address: str) -> Image.Image:
    answer = client.get(address)
    assert answer.status_code == 200
    return Image.open(io.BytesIO(answer.content))


def colour(picture: Image.Image) -> str:
    """Of its left half."""
    left = picture.convert("RGB").crop((10, 10, 11, 11)).tobytes()
    return "red" if left[0] > 200 > 50 > left[2] else "blue" if left[2] > 200 > 50 > left[0] else str(left)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_the_middle_of_a_picture_is_shown_to_others(as_ann: Client, as_bob: Client, kind: str) -> None:
    assert "Picture saved." in upload(as_ann, file(two_halves(), kind)).content.decode()
    found = shown(as_bob, address_of(as_bob, "ann"))
    assert (found.format, found.size) == ("WEBP", (128, 128))
    assert colour(found) == "red"
    small = address_of(as_bob, "ann").replace("-128", "-64")
    assert shown(as_bob, small).size == (64, 64)


def test_it_is_served_for_good_and_as_a_picture_alone(as_ann: Client) -> None:
    upload(as_ann, file(two_halves()))
    answer = as_ann.get(address_of(as_ann, "ann"))
    assert answer["Content-Type"] == "image/webp"
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_what_a_camera_writes_into_a_picture_is_removed(as_ann: Client) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera of Ann"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)  # where it was taken
    upload(as_ann, file(two_halves(), "JPEG", exif=exif, comment=b"a secret"))
    found = shown(as_ann, address_of(as_ann, "ann"))
    assert not found.getexif()
    content = as_ann.get(address_of(as_ann, "ann")).content
    assert not any(word in content for word in (b"EXIF", b"ICCP", b"XMP", b"Camera", b"secret"))


def test_a_picture_is_turned_as_its_camera_was(as_ann: Client) -> None:
    exif = Image.Exif()
    exif[0x0112] = 3  # upside down
    upload(as_ann, file(two_halves(200, 200), "JPEG", exif=exif))
    assert colour(shown(as_ann, address_of(as_ann, "ann"))) == "blue"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no picture",
        SVG,
        b"<html>hello</html>",
        b"%PDF-1.4",
        b"BM" + bytes(100),
        file(two_halves())[:200],
    ],
)
def test_what_is_no_picture_is_refused(as_ann: Client, ann: User, content: bytes) -> None:
    answer = upload(as_ann, content)
    assert answer.status_code == 400
    assert User.objects.get(pk=ann.pk).picture == ""


def test_the_name_of_a_file_says_nothing(as_ann: Client) -> None:
    assert upload(as_ann, SVG, "me.png").status_code == 400
    assert upload(as_ann, file(two_halves()), "me.svg").status_code == 200


def test_what_else_a_file_holds_is_not_kept(as_ann: Client) -> None:
    upload(as_ann, file(two_halves(), "GIF") + b"<script>alert(1)</script>")
    assert b"script" not in as_ann.get(address_of(as_ann, "ann")).content


def bomb(width: int, height: int) -> bytes:
    """A PNG file of a few KB that takes much memory to decode."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compressobj(9)
    row = bytes(1 + width)
    data = b"".join(rows.compress(row) for _ in range(height)) + rows.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def test_a_picture_of_too_many_pixels_is_refused(as_ann: Client, ann: User) -> None:
    content = bomb(10_000, 10_000)
    assert len(content) < pictures.BYTES
    answer = upload(as_ann, content)
    assert answer.status_code == 400
    assert "too many pixels" in answer.content.decode()
    assert User.objects.get(pk=ann.pk).picture == ""


def test_a_large_file_is_refused_before_it_is_decoded(as_ann: Client) -> None:
    answer = upload(as_ann, file(two_halves()) + bytes(pictures.BYTES))
    assert "larger than 900 KB" in answer.content.decode()


def test_uploads_are_limited(as_ann: Client, settings: Any) -> None:
    settings.WICK_LIMIT_PICTURES = (1, 3600)
    upload(as_ann, file(two_halves()))
    assert upload(as_ann, file(two_halves())).status_code == 429


def test_a_picture_that_was_replaced_or_removed_is_deleted(as_ann: Client, ann: User) -> None:
    upload(as_ann, file(two_halves()))
    first = address_of(as_ann, "ann")
    upload(as_ann, file(Image.new("RGB", (50, 50), "green")))
    second = address_of(as_ann, "ann")
    assert as_ann.get(first).status_code == 404
    assert as_ann.get(second).status_code == 200
    as_ann.post("/settings/picture/", {"remove": "1"})
    assert as_ann.get(second).status_code == 404
    assert address_of(as_ann, "ann") == ""
    assert default_storage.listdir(f"pictures/{ann.pk.hex}") == ([], [])


def test_the_same_picture_again_is_kept(as_ann: Client) -> None:
    for _ in range(2):
        upload(as_ann, file(two_halves()))
    assert as_ann.get(address_of(as_ann, "ann")).status_code == 200


def test_a_picture_goes_with_the_account(
    as_ann: Client, as_bob: Client, ann: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.actions.removal.NOTICE_DELAY", 0)
    upload(as_ann, file(two_halves()))
    as_ann.post("/settings/status/", {"text": "Planting"})
    address = address_of(as_bob, "ann")
    delete_account(system_account(), str(ann.pk), "", lambda done: None, with_messages=False)
    assert as_bob.get(address).status_code == 404
    gone = User.objects.get(pk=ann.pk)
    assert (gone.picture, gone.status_text) == ("", "")


def test_who_may_not_see_somebody_does_not_see_their_picture(
    as_ann: Client, as_bob: Client, client: Client, bob: User, garden: Room
) -> None:
    upload(as_ann, file(two_halves()))
    address = address_of(as_ann, "ann")
    User.objects.filter(pk=bob.pk).update(is_guest=True)
    assert as_bob.get(address).status_code == 404
    Membership.objects.create(room=garden, user=bob)
    assert as_bob.get(address).status_code == 200
    assert client.get(address).status_code == 302


def test_every_list_of_messages_shows_them_to_those_who_may_see_them(
    as_ann: Client, as_bob: Client, ann: User, bob: User, garden: Room
) -> None:
    upload(as_ann, file(two_halves()))
    small = address_of(as_ann, "ann").replace("-128", "-64")
    Membership.objects.create(room=garden, user=bob)
    seq = async_to_sync(messages.post)(ann, garden.pk, str(uuid.uuid4()), "slugs, @bob")
    async_to_sync(messages.pin)(ann, garden.pk, str(uuid.uuid4()), seq, True)
    async_to_sync(kept_messages.keep)(bob, garden.pk, seq, True)
    search.handle_all()
    for_you.handle_all()
    room = "/rooms/garden/"
    lists = [room, f"{room}{seq}/", f"{room}pins/", f"{room}threads/{seq}/"]
    lists += ["/kept/", "/for-you/", "/search/?q=slugs"]
    for address in lists:
        assert f'src="{small}"' in as_bob.get(address).content.decode(), address
    Membership.objects.filter(user=ann).delete()
    User.objects.filter(pk=bob.pk).update(is_guest=True)
    for address in lists:
        page = as_bob.get(address).content.decode()
        assert "slugs" in page, address
        assert f'src="{small}"' not in page, address


def test_sizes_that_are_not_made_are_not_there(as_ann: Client) -> None:
    upload(as_ann, file(two_halves()))
    assert as_ann.get(address_of(as_ann, "ann").replace("-128", "-4096")).status_code == 404
