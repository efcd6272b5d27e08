"""The memory that a process may use, as the kernel says: here in files of the test's own."""

from pathlib import Path

import pytest

from chatsite.machine import MIB, memory, share_of_memory

MACHINE = memory(Path("/nowhere"), Path("/nowhere"))


def lay(files: dict[str, str], root: Path) -> None:
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content)


@pytest.mark.parametrize(
    ("group", "files", "expected"),
    [
        ("0::/system.slice/wick.service", {"system.slice/wick.service/memory.max": "67108864\n"}, 64 * MIB),
        ("0::/a/b", {"a/memory.max": "33554432\n", "a/b/memory.max": "max\n"}, 32 * MIB),
        ("0::/", {"memory.max": "134217728\n"}, 128 * MIB),
        ("0::/of/the/host", {"memory.max": "134217728\n"}, 128 * MIB),
        ("4:memory:/x", {"memory/x/memory.limit_in_bytes": "67108864\n"}, 64 * MIB),
        ("4:cpu:/x\n0::/", {"memory.max": "max\n"}, MACHINE),
        ("0::/x", {"x/memory.max": str(2**62)}, MACHINE),
    ],
    ids=["unit", "above", "container", "container of a host", "version 1", "no limit", "beyond the machine"],
)
def test_memory_is_that_of_the_narrowest_group(
    group: str, files: dict[str, str], expected: int, tmp_path: Path
) -> None:
    lay(files, tmp_path / "cgroup")
    (tmp_path / "self").write_text(group + "\n")
    assert memory(tmp_path / "cgroup", tmp_path / "self") == expected


def test_the_share_is_within_its_bounds() -> None:
    assert 32 <= share_of_memory() <= 1024
