"""Files that mean harm: none of them runs, spoils a page, or says more than its sender meant."""

import io
import struct
import zipfile
import zlib
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from chat.files.file_names import announced, file_name
from chat.models import User
from tests.files.conftest import address_of, file_of, metadata, picture, uploaded

HTML = b"<!doctype html><script>alert(document.cookie)</script>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
XML = b"<?xml version='1.0'?><x:html xmlns:x='http://www.w3.org/1999/xhtml'><x:script>alert(1)</x:script></x:html>"


def png(width: int, height: int, data: bytes = b"") -> bytes:
    """A PNG that says to be so large, whatever is in it."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def served(client: Client, file: dict[str, Any]) -> Any:
    answer = client.get(address_of(file))
    assert answer.status_code == 200
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["Content-Security-Policy"].endswith("sandbox")
    assert answer["Cache-Control"] == "private, no-cache"
    return answer


@pytest.mark.parametrize("content", [HTML, SVG, XML], ids=["html", "svg", "xml"])
@pytest.mark.parametrize("declared", ["text/html", "image/svg+xml", "image/png"])
def test_what_could_run_is_saved_as_text(as_ann: Client, content: bytes, declared: str) -> None:
    file = file_of(as_ann, content, "page.html", filetype=declared)
    assert (file["type"], file["thumb"]) == ("text/plain", None)
    answer = served(as_ann, file)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_of_an_image_that_is_something_else_too_only_the_pixels_stay(as_ann: Client, kind: str) -> None:
    archive = io.BytesIO()
    zipfile.ZipFile(archive, "w").writestr("x", "y")
    more: dict[str, Any] = {"JPEG": {"comment": HTML}}.get(kind, {})
    file = file_of(as_ann, picture(kind, **more) + HTML + archive.getvalue(), "gift.html")
    assert file["type"] == f"image/{kind.lower()}"
    answer = served(as_ann, file)
    assert answer["Content-Type"] == file["type"]
    assert b"script" not in answer.content
    assert not zipfile.is_zipfile(io.BytesIO(answer.content))


def test_where_a_picture_was_taken_is_removed_and_it_is_turned(as_ann: Client) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x010F] = "A camera"
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0)})
    content = picture(size=(1200, 800), exif=exif)
    assert b"A camera" in content
    file = file_of(as_ann, content, "p.jpg", alt="  A red\nwall ")
    assert (file["width"], file["height"], file["alt"]) == (800, 1200, "A red wall")
    for address in (address_of(file), file["thumb"]):
        shown = as_ann.get(address).content
        assert b"A camera" not in shown
        with Image.open(io.BytesIO(shown)) as made:
            assert not made.getexif()
    with Image.open(io.BytesIO(as_ann.get(file["thumb"]).content)) as thumb:
        assert (thumb.format, max(thumb.size)) == ("WEBP", 720)


@pytest.mark.parametrize(
    "content",
    [
        png(60_000, 60_000, zlib.compress(b"\0" * 1000)),
        picture("PNG", (16_384, 2)),
    ],
    ids=["bomb", "too long"],
)
def test_an_image_of_too_many_pixels_is_refused(as_ann: Client, content: bytes) -> None:
    found = uploaded(as_ann, content, "p.png")
    assert (found["state"], "pixels" in found["detail"]) == ("refused", True)


def test_an_animation_stays_one_within_bounds(as_ann: Client) -> None:
    def animation(count: int) -> bytes:
        frames = [Image.new("RGB", (40, 30), (each % 256, each // 256, 0)) for each in range(count)]
        kept = io.BytesIO()
        frames[0].save(kept, "GIF", save_all=True, append_images=frames[1:], duration=50, loop=0)
        return kept.getvalue()

    file = file_of(as_ann, animation(5), "a.gif")
    with Image.open(io.BytesIO(as_ann.get(address_of(file)).content)) as made:
        assert (made.format, getattr(made, "n_frames", 1)) == ("GIF", 5)
    assert uploaded(as_ann, animation(700), "b.gif")["state"] == "refused"


@pytest.mark.parametrize("cut", [20, 300], ids=["head", "middle"])
def test_a_damaged_image_is_refused(as_ann: Client, cut: int) -> None:
    found = uploaded(as_ann, picture()[:cut], "p.jpg", filetype="image/jpeg")
    assert found["state"] == "refused"


def test_a_program_that_calls_itself_a_picture_is_saved(as_ann: Client) -> None:
    file = file_of(as_ann, b"MZ\x90\0" + bytes(200), "holiday.jpg", filetype="image/jpeg")
    assert (file["type"], file["width"]) == ("application/octet-stream", None)
    assert served(as_ann, file)["Content-Disposition"] == 'attachment; filename="holiday.jpg"'


def test_sound_is_told_from_film_by_what_its_sender_says(as_ann: Client) -> None:
    webm = bytes.fromhex("1a45dfa39f4286810142f7810142f2810442f381084282") + b"\x84webm"
    assert file_of(as_ann, webm, "v.webm", filetype="video/webm")["type"] == "video/webm"
    file = file_of(as_ann, webm, "v.webm", filetype="audio/webm;codecs=opus")
    assert file["type"] == "audio/webm"
    assert served(as_ann, file)["Content-Disposition"].startswith("inline")
    assert file_of(as_ann, webm, "v.webm", filetype="text/html")["type"] == "video/webm"


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ann\\notes.txt", "notes.txt"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("\u2066a\u2069\u200f.txt", "a.txt"),
        ("a\0b\r\nc.txt", "ab c.txt"),
        ("..", "file"),
        ("", "file"),
        (".bashrc", "bashrc"),
        ("thumb.webp", "a-thumb.webp"),
        ("é" * 300 + ".tar.gz", "é" * 126 + ".gz"),
        ('a"; filename="b.html', 'a"; filename="b.html'),
    ],
)
def test_a_name_is_a_name_and_nothing_more(given: str, name: str) -> None:
    assert file_name(given) == name
    assert len(name.encode()) <= 255


def test_a_name_cannot_add_to_a_header(as_ann: Client) -> None:
    file = file_of(as_ann, b"x", 'a"; filename="b.html')
    answer = as_ann.get("/files/{id}/a%22%3B%20filename%3D%22b.html".format(**file))
    assert answer["Content-Disposition"] == 'attachment; filename="a\\"; filename=\\"b.html"'


def test_metadata_that_cannot_be_read_is_left_out() -> None:
    assert announced("filename !!!,filetype,alt /w==") == ("file", "", "")
    assert announced(metadata(filename="a", alt="x" * 600)).alt == "x" * 500


def test_a_file_has_one_address(as_ann: Client, ann: User) -> None:
    file = file_of(as_ann, b"x", "a.txt")
    assert as_ann.get(f"/files/{file['id']}/other.html").status_code == 404
    assert as_ann.get(f"/files/{file['id']}/thumb.webp").status_code == 404
    assert as_ann.get(f"/files/{file['id']}/").status_code == 404
    assert as_ann.post(address_of(file)).status_code == 405
