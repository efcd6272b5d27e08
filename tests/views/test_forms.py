"""How forms are drawn, and how they show what was refused."""

import re

import pytest
from django.http import QueryDict
from django.test import Client

from chat.protocol.errors import Code, Refused, forbidden
from chat.views.forms import OpenRoomForm, ResetForm, SignUpForm
from chat.views.page_form import PageForm
from chat.views.profile_forms import ProfileForm
from chat.views.room_settings_forms import TitleForm
from deploy.local.process import ROOT


def filled(form: type[PageForm], query: str) -> PageForm:
    made = form(QueryDict(query))
    assert made.is_valid()
    return made


def test_an_error_stands_below_its_field_which_is_described_by_it(as_ann: Client) -> None:
    html = as_ann.post("/open-a-room/", {"slug": "No Slug"}).content.decode()
    assert re.search(r'<input[^>]*name="slug"[^>]*aria-describedby="id_slug_helptext id_slug_error"', html)
    assert re.search(r'<p class="field__error" id="id_slug_error">', html)
    assert 'role="alert"' not in html


def test_an_error_of_the_whole_form_stands_above_it_and_is_announced(client: Client) -> None:
    html = client.post("/sign-in/", {"username": "nobody", "password": "wrong"}).content.decode()
    error = html.index('<p class="field__error" role="alert">')
    assert error < html.index('name="username"')
    assert "That name and password do not match." in html[error:]


def test_fields_that_may_be_empty_say_so(client: Client) -> None:
    html = client.get("/sign-up/").content.decode()
    assert html.count("optional</small>") == 2


def test_the_password_form_asks_for_tokens_only_where_there_are_some(as_ann: Client) -> None:
    assert 'name="end_tokens"' not in as_ann.get("/settings/password/").content.decode()


@pytest.mark.parametrize(
    ("form", "query", "code", "field"),
    [
        (SignUpForm, "username=ann&password=a-long-one", Code.CONFLICT, "username"),
        (SignUpForm, "username=ann&password=a-long-one", Code.RATE_LIMITED, "__all__"),
        (OpenRoomForm, "slug=tea", Code.CONFLICT, "slug"),
        (TitleForm, "topic=tea", Code.TOO_LONG, "topic"),
        (ResetForm, "email=a@b.org", Code.UNAVAILABLE, "__all__"),
    ],
)
def test_a_refusal_is_an_error_of_its_field(form: type[PageForm], query: str, code: Code, field: str) -> None:
    made = filled(form, query)
    with made.showing_refusals():
        raise Refused(code, "Not now.", retry_after=3)
    assert made.errors == {field: ["Not now."]}
    assert made.refusal is not None
    assert made.refusal.retry_after == 3


def test_a_refusal_that_has_no_place_in_the_form_is_a_page_of_its_own() -> None:
    made = filled(ProfileForm, "name=Ann")
    with pytest.raises(Refused, match="Not yours"), made.showing_refusals():
        raise forbidden("Not yours.")
    assert not made.errors


def test_fields_are_drawn_by_the_templates_of_forms_alone() -> None:
    drawn = [
        str(file.relative_to(ROOT))
        for file in (ROOT / "templates").rglob("*.html")
        if "admin" not in file.parts and re.search("field__error|help_text", file.read_text())
    ]
    assert sorted(drawn) == [f"templates/forms/{name}.html" for name in ("errors", "field", "problem")]
