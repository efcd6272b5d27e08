"""What stands in a page for its scripts."""

import json
import re

from bson import Int64
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from chat.templatetags.page_data import page_data


def read(html: str) -> object:
    found = re.fullmatch(r'<script id="it" type="application/json">([^<>&]*)</script>', html)
    assert found
    return json.loads(found[1])


def test_no_text_ends_the_script() -> None:
    data = {"text": "</script><b>&amp;", "<key>": "ünïcödé 👍"}
    assert read(page_data(data, "it")) == data


def test_values_of_other_classes_are_what_they_stand_for() -> None:
    data = {"seq": Int64(7), "safe": mark_safe("<p>"), "lazy": gettext_lazy("Nothing of this is translated")}
    assert read(page_data(data, "it")) == {"seq": 7, "safe": "<p>", "lazy": "Nothing of this is translated"}
