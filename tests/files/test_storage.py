"""The same files in a folder and in S3 (a moto server), and what Nginx is told of a folder."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3  # type: ignore[import-untyped]
import pytest
from django.test import Client
from moto.server import ThreadedMotoServer

from tests.files.conftest import MIB, address_of, file_of, picture

KEYS = {"access_key": "test", "secret_key": "test"}


def in_folder(settings: Any, folder: Path) -> None:
    storage = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(folder)}}
    settings.STORAGES = settings.STORAGES | {"files": storage}


@pytest.fixture
def s3() -> Iterator[str]:
    """The address of a server that speaks S3, with a bucket."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    keys = {"aws_access_key_id": KEYS["access_key"], "aws_secret_access_key": KEYS["secret_key"]}
    client: Any = boto3.client("s3", "us-east-1", endpoint_url=url, **keys)
    client.create_bucket(Bucket="files")
    yield url
    server.stop()


def check_round_trip(client: Client) -> None:
    content = bytes(range(256)) * 5 * 1024  # more than one part
    file, image = file_of(client, content, "a.bin"), file_of(client, picture("PNG"), "p.png")
    part = client.get(address_of(file), headers={"Range": f"bytes={MIB - 2}-{MIB + 1}"})
    assert (part.status_code, part.content) == (206, content[MIB - 2 : MIB + 2])
    assert client.get(image["thumb"]).content.startswith(b"RIFF")
    assert client.delete(f"/files/uploads/{file['id']}/").status_code == 204
    assert client.get(address_of(file)).status_code == 404


def test_files_in_a_folder(as_ann: Client, settings: Any, tmp_path: Path) -> None:
    in_folder(settings, tmp_path)
    check_round_trip(as_ann)
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 2  # the image, and its thumb


def test_files_in_s3(as_ann: Client, settings: Any, s3: str) -> None:
    options = {"bucket_name": "files", "endpoint_url": s3, "region_name": "us-east-1", **KEYS}
    storage = {"BACKEND": "chatsite.s3.S3FileStorage", "OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"files": storage}
    check_round_trip(as_ann)


def test_nginx_is_told_which_file_of_the_folder_to_send(
    as_ann: Client, as_bob: Client, settings: Any, tmp_path: Path
) -> None:
    in_folder(settings, tmp_path)
    settings.FILES_BY_NGINX = True
    file = file_of(as_ann, b"x", "a.html")
    answer = as_ann.get(address_of(file))
    path = answer["X-Accel-Redirect"].removeprefix("/-/files/")
    assert (tmp_path / path).read_bytes() == b"x"
    assert (answer.content, answer["Content-Disposition"]) == (b"", 'attachment; filename="a.html"')
    assert "X-Accel-Redirect" not in as_bob.get(address_of(file))
