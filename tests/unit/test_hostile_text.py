"""Attacks that are known of Markdown and sanitisers: none leaves anything that runs, loads or styles."""

from html.parser import HTMLParser

import pytest

from chat.text.formulas import ATTRIBUTES
from chat.text.markdown import render
from chat.text.sanitizing import CLEANER, TAGS

ATTACKS = [
    "<script>alert(1)</script>",
    "<ScRiPt\n>alert(1)</sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<math><mtext><form><mglyph><svg><style><path id='</style><img src onerror=alert(1)>'>",
    "<form><button formaction=javascript:alert(1)>x",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<details open ontoggle=alert(1)>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<a href="javascript:alert(1)">x</a>',
    "<input type=checkbox autofocus onfocus=alert(1)>",
    "<label style='position:fixed;inset:0'>x</label>",
    "<table background='javascript:alert(1)'><td style='x:expression(alert(1))'>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](//example.org/%0a%0d)",
    "[x](<javascript:alert(1)>)",
    '[x](https://a.b "onmouseover=alert(1)")',
    '[x](https://a.b/"onmouseover="alert(1))',
    "![x](javascript:alert(1))",
    '![x](https://a.b/"onerror="alert(1))',
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n[x]",
    "`<script>alert(1)</script>`",
    '```"><script>alert(1)</script>\nx\n```',
    "```html\n</code></pre><script>alert(1)</script>\n```",
    "~~~x onclick=alert(1)\ny\n~~~",
    "https://a.b/?x=<script>alert(1)</script>",
    "https://a.b/'onclick='alert(1)",
    '@ann"><script>alert(1)</script>',
    '#room"><script>alert(1)</script>',
    "||<script>alert(1)</script>||",
    '||"onclick="alert(1)||',
    "- [ ] <script>alert(1)</script>",
    '- [x] " onclick=alert(1)',
    "|<script>alert(1)</script>|\n|-|\n|<img src=x onerror=alert(1)>|",
    '|a|\n|:-" onclick="alert(1)|\n|b|',
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "**<script>alert(1)</script>**",
    "<<script>script>alert(1)<</script>/script>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml-stylesheet href=javascript:alert(1)?>",
    "\u2028<script>alert(1)</script>",
    "<scr\0ipt>alert(1)</scr\0ipt>",
]
HARMLESS = {
    *(
        "dir",
        "href",
        "rel",
        "class",
        "data-name",
        "data-room",
        "data-language",
        "data-align",
        "tabindex",
        "start",
    ),
    *("type", "disabled", "checked", "display", "alttext"),
    *ATTRIBUTES,
}


class Shown(HTMLParser):
    """The tags and attributes of some HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


@pytest.mark.parametrize("text", ATTACKS)
def test_nothing_that_runs_loads_or_styles_comes_out(text: str) -> None:
    for tried in (text, f"a {text} b", f"> {text}", f"- {text}", f"$${text}$$"):
        shown = Shown(render(tried))
        assert shown.tags <= TAGS
        assert {name for name, _ in shown.attributes} <= HARMLESS
        links = [value for name, value in shown.attributes if name == "href"]
        assert all(link.lower().startswith(("http://", "https://", "mailto:")) for link in links)


@pytest.mark.parametrize("text", ATTACKS)
def test_a_rendering_stays_as_it_is_when_it_is_read_and_sanitised_again(text: str) -> None:
    """What a browser makes of it is what the sanitiser has seen."""
    html = render(text)
    assert CLEANER.clean(html) == html
