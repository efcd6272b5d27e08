"""What holds for every page."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client

from chat.models import Room

PAGES = [
    "/rooms/",
    "/rooms/garden/",
    "/open-a-room/",
    "/rooms/garden/settings/",
    "/settings/",
    "/settings/password/",
]
DOORS = ["/sign-in/", "/sign-up/", "/forgotten/", "/forgotten/sent/", "/forgotten/x/y/"]


@pytest.mark.parametrize("path", PAGES)
def test_pages_answer_and_carry_a_policy(as_ann: Client, garden: Room, path: str) -> None:
    page = as_ann.get(path)
    assert page.status_code == 200
    assert "script-src 'self'" in page["Content-Security-Policy"]
    assert 'style="' not in page.content.decode()
    assert "onclick" not in page.content.decode()


@pytest.mark.parametrize("path", DOORS)
def test_sign_in_pages_need_no_account(client: Client, transactional_db: None, path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_other_pages_need_an_account(client: Client, transactional_db: None, path: str) -> None:
    assert client.get(path)["Location"] == f"/sign-in/?next={path}"


def test_a_missing_page(client: Client, settings: Any, transactional_db: None) -> None:
    settings.DEBUG = False
    page = client.get("/nowhere")
    assert page.status_code == 404
    assert "Page not found" in page.content.decode()


def test_a_form_without_its_token(ann: object) -> None:
    page = Client(enforce_csrf_checks=True).post("/sign-in/", {"username": "ann", "password": "x"})
    assert page.status_code == 403
    assert "This form has expired" in page.content.decode()


@pytest.mark.parametrize("name", ["400.html", "403.html", "404.html", "500.html"])
def test_error_pages_need_nothing(name: str) -> None:
    assert "Back to the rooms" in render_to_string(name)


def test_no_template_has_script_or_style_of_its_own() -> None:
    for path in Path(settings.BASE_DIR / "templates").rglob("*.html"):
        text = path.read_text()
        assert "<style" not in text, path
        assert ' style="' not in text, path
        assert "<script>" not in text, path
