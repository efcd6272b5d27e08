"""Files in MongoDB, by Django's storage interface."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.base import ContentFile

from chat.storage import collections
from chatsite.mongo.gridfs import GridFSStorage

pytestmark = pytest.mark.django_db(transaction=True)

LONG = bytes(range(256)) * 4096  # 1 MiB: several chunks


@pytest.fixture
def storage() -> Iterator[GridFSStorage]:
    yield GridFSStorage("tried")
    for name in ("files", "chunks"):
        collections.collection(f"tried.{name}").drop()


def test_a_file_comes_back_as_it_was_saved(storage: GridFSStorage) -> None:
    assert storage.save("a/long.bin", ContentFile(LONG)) == "a/long.bin"
    with storage.open("a/long.bin") as file:
        assert (file.size, file.read()) == (len(LONG), LONG)
    with storage.open("a/long.bin") as file:
        assert b"".join(file.chunks()) == LONG
    assert storage.size("a/long.bin") == len(LONG)
    assert datetime.now(UTC) - storage.get_modified_time("a/long.bin") < timedelta(minutes=1)


def test_a_part_is_read_alone(storage: GridFSStorage) -> None:
    storage.save("long.bin", ContentFile(LONG))
    with storage.open("long.bin") as file:
        file.seek(700_000)
        assert file.read(300) == LONG[700_000:700_300]
        file.seek(-5, 2)
        assert file.read() == LONG[-5:]


def test_a_file_that_there_is_not(storage: GridFSStorage) -> None:
    assert not storage.exists("nothing")
    with pytest.raises(FileNotFoundError):
        storage.open("nothing")
    with pytest.raises(FileNotFoundError):
        storage.size("nothing")
    storage.delete("nothing")


def test_files_are_not_opened_to_be_changed(storage: GridFSStorage) -> None:
    storage.save("a", ContentFile(b"a"))
    with pytest.raises(ValueError, match="rb"):
        storage.open("a", "wb")


def test_a_name_that_is_taken_is_changed(storage: GridFSStorage) -> None:
    storage.save("a.txt", ContentFile(b"one"))
    other = storage.save("a.txt", ContentFile(b"two"))
    assert other != "a.txt"
    assert storage.open("a.txt").read() == b"one"
    assert storage.open(other).read() == b"two"


def test_a_deleted_file_leaves_nothing(storage: GridFSStorage) -> None:
    storage.save("a", ContentFile(LONG))
    storage.delete("a")
    assert not storage.exists("a")
    for name in ("files", "chunks"):
        assert collections.collection(f"tried.{name}").count_documents({}) == 0


def test_files_saved_under_one_name_at_once_are_whole_and_go_together(storage: GridFSStorage) -> None:
    storage.save("other", ContentFile(b""))  # so that the indexes are there
    contents = [bytes([n]) * 600_000 for n in range(4)]
    threads = [threading.Thread(target=storage._save, args=("a", ContentFile(each))) for each in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert storage.open("a").read() in contents
    storage.delete("a")
    assert not storage.exists("a")


def test_folders_and_files_are_listed(storage: GridFSStorage) -> None:
    for name in ("a/b/one", "a/two", "a.c/three", "four"):
        storage.save(name, ContentFile(b"x"))
    assert storage.listdir("") == (["a", "a.c"], ["four"])
    assert storage.listdir("a") == (["b"], ["two"])
