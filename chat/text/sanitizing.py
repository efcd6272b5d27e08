"""What may stand in the HTML of a message: the tags, attributes and classes that chat.text.markdown makes."""

import nh3

from chat.text import formulas

TAGS = {
    "p",
    "br",
    "strong",
    "em",
    "s",
    "ul",
    "ol",
    "li",
    "blockquote",
    "a",
    "span",
    "code",
    "pre",
    "div",
    "i",
    "label",
    "input",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    *formulas.ELEMENTS,
}
CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes={
        "*": set(),
        "p": {"dir"},
        "li": {"dir"},
        "ol": {"start"},
        "a": {"href"},
        "span": {"data-name", "data-room", "tabindex"},
        "div": {"data-language", "tabindex"},
        "input": {"type", "disabled", "checked"},
        "th": {"dir", "data-align"},
        "td": {"dir", "data-align"},
        "math": {"display", "dir", "alttext"},
        **{tag: {*formulas.ATTRIBUTES} for tag in formulas.ELEMENTS - {"math"}},
        "pre": {"tabindex", "dir"},
    },
    allowed_classes={
        "span": {"mention", "room-name", "link-host", "spoiler"},
        "div": {"code", "table"},
        "i": {"w", "t", "v", "n", "e"},
        "li": {"task"},
    },
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
    link_rel="noopener noreferrer",
)
