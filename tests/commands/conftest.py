"""Commands, called as manage.py calls them."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command

from chat.models import User

Run = Callable[..., str]


@pytest.fixture
def run(db: None) -> Run:
    """Runs a command; what it printed. CommandError, or SystemExit with its status, where it fails."""

    def run(name: str, *arguments: str) -> str:
        output = io.StringIO()
        call_command(name, *arguments, stdout=output)
        return output.getvalue().rstrip("\n")

    return run


@pytest.fixture
def result(run: Run) -> Callable[..., dict[str, Any]]:
    """Runs a command with --json; the object that it printed."""
    return lambda name, *arguments: json.loads(run(name, *arguments, "--json"))


@pytest.fixture
def ann(db: None) -> User:
    return User.objects.create_user("ann", name="Ann Lee")


@pytest.fixture
def general(run: Run) -> str:
    run("createroom", "general")
    return "general"
