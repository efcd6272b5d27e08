"""What runs in production has the rights that it needs and an end to its memory: units and containers."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

DEPLOY = Path(__file__).resolve().parent.parent / "deploy"
EXACT = re.compile(r"[a-z]+:\d+\.\d+\.\d+(-[a-z-]+)?(@sha256:[0-9a-f]{64})?")
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
FENCE = {
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "MemoryDenyWriteExecute": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "UMask": "0077",
}


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_has_no_rights_but_those_it_names(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service
    assert ("cap_add" in service) == (name == "nginx")


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_has_an_end(name: str) -> None:
    assert re.fullmatch(r"\d+[mg]", SERVICES[name]["mem_limit"])
    assert SERVICES[name]["pids_limit"] > 0


@pytest.mark.parametrize("name", SERVICES)
def test_an_image_of_others_is_named_exactly(name: str) -> None:
    assert "build" in SERVICES[name] or EXACT.fullmatch(SERVICES[name]["image"])


def test_our_image_is_made_from_one_that_is_named_exactly() -> None:
    bases = re.findall(r"^FROM (\S+)", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)
    assert len(bases) == 2
    assert all(EXACT.fullmatch(base) for base in bases)


@pytest.mark.parametrize("unit", ["wick@", "wick-worker"])
def test_a_unit_has_a_fence_and_an_end(unit: str) -> None:
    lines = (DEPLOY / "systemd" / f"{unit}.service").read_text().splitlines()
    pairs = [line.split("=", 1) for line in lines if "=" in line and not line.startswith("#")]
    assert dict(pairs).items() >= FENCE.items()
    assert [value for key, value in pairs if key == "SystemCallFilter"] == [
        "@system-service",
        "~@privileged @resources",
    ]
    assert {"MemoryMax", "TasksMax"} <= dict(pairs).keys()
