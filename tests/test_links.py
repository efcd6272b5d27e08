"""Addresses in what people write: where they end, where they lead, and what is shown of them."""

import re
import unicodedata
from html import unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chat.text.links import ENDS, START, address_at, host_of, imitates_latin, normalize, readable
from chat.text.markdown import render

LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>(?: <span class="link-host">\((.*?)\)</span>)?')


def links(text: str) -> list[tuple[str, str, str]]:
    """The links of a rendering: address, text, and the host that is shown beside."""
    return [tuple(map(unescape, found)) for found in LINK.findall(render(text))]  # type: ignore[misc]


def address(text: str) -> str:
    """The one address that is a link in a text, as it is shown."""
    [(_, shown, _)] = links(text)
    return shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://example.com/a。次", "https://example.com/a"),
        ("（https://example.com/a）と", "https://example.com/a"),
        ("「https://example.com」", "https://example.com"),
        ("見てhttps://example.com/a、これ", "https://example.com/a"),
        ("https://example.comを見て", "https://example.com"),
        ("“https://example.com/a”", "https://example.com/a"),
        ("(https://example.com/a_(b)).", "https://example.com/a_(b)"),
        ("https://example.com/a?b=c,d!", "https://example.com/a?b=c,d"),
        ("https://example.com, and more", "https://example.com"),
        ("https://example.com,more", "https://example.com"),
        ("*https://example.com/a*", "https://example.com/a"),
        ("https://ja.wikipedia.org/wiki/日本・語", "https://ja.wikipedia.org/wiki/日本・語"),
        ("see www.example.com.", "www.example.com"),
        ("http://localhost:8000/a", "http://localhost:8000/a"),
        ("http://[::1]:8000/a", "http://[::1]:8000/a"),
    ],
)
def test_where_an_address_ends(text: str, shown: str) -> None:
    assert address(text) == shown


def test_emphasis_around_an_address_is_not_swallowed() -> None:
    assert re.sub(r" rel=\"[^\"]*\"", "", render("**https://example.com/x**（note）")) == (
        '<p dir="auto"><strong><a href="https://example.com/x">https://example.com/x</a></strong>（note）</p>'
    )


def test_www_leads_to_https() -> None:
    assert links("www.example.com/a") == [("https://www.example.com/a", "www.example.com/a", "")]
    assert links("www.example awww.example.com x.www.example.com") == []


@pytest.mark.parametrize("host", ["раураӏ.com", "аpple.com", "gооgle.com", "ехаmple.org", "сосо.com"])
def test_a_host_that_imitates_latin_letters_is_shown_encoded(host: str) -> None:
    assert not host.isascii()
    for text in (f"https://{host}/a", f"<https://{host}/a>", f"www.{host}/a"):
        [(leads_to, shown, _)] = links(text)
        assert "xn--" in shown
        assert shown.isascii()
        assert "xn--" in leads_to
    [(_, _, beside)] = links(f"[{host}](https://{host})")
    assert "xn--" in beside


@pytest.mark.parametrize("host", ["münchen.de", "тест.рф", "例え.jp", "straße.de", "παράδειγμα.gr"])
def test_an_honest_host_is_shown_in_its_own_script(host: str) -> None:
    assert address(f"https://{host}/a") == f"https://{host}/a"


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("[https://bank.example](https://evil.example/bank.example)", "evil.example"),
        ("[bank.example](https://bank.example.evil.example)", "bank.example.evil.example"),
        ("[www.bank.example/login](https://evil.example)", "evil.example"),
        ("[go to https://bank.example now](https://evil.example)", "evil.example"),
        ("[**https://bank.example**](https://evil.example)", "evil.example"),
        ("[ann@bank.example](mailto:ann@evil.example)", "evil.example"),
        ("[bank\u200b.example](https://evil.example)", "evil.example"),
        ("[bank．example](https://evil.example)", "evil.example"),
        ("![https://bank.example](https://evil.example/a.png)", "evil.example"),
        ("https://bank.example@evil.example/", "evil.example"),
        ("[news](https://bank.example\\@evil.example)", "evil.example"),
        ("[https://bank.example](https://bank.example/a)", ""),
        ("[bank.example](https://www.bank.example)", ""),
        ("[www.bank.example](https://bank.example)", ""),
        ("[the news of today](https://evil.example)", ""),
    ],
)
def test_the_real_host_is_beside_a_link_that_names_another(text: str, beside: str) -> None:
    assert [host for _, _, host in links(text)] == [beside]


def test_a_host_that_no_browser_takes_is_no_link() -> None:
    for text in (
        "https://%65vil.example",
        "https://a..b/",
        "https://-",
        "https://",
        "[a](https://%65vil.example)",
    ):
        assert all(host_of(leads_to) for leads_to, _, _ in links(text))
    assert links("https://%65vil.example [a](https://%65vil.example)") == []


def test_wide_punctuation_ends_an_address() -> None:
    ends, stay = re.compile(f"[{ENDS}]"), "・･〜〰"
    for char in map(chr, range(0x80, 0x10000)):
        wide = unicodedata.east_asian_width(char) in "WF" and unicodedata.category(char) in ("Po", "Ps", "Pe")
        if wide and char not in stay:
            assert ends.match(char), hex(ord(char))


ANY = st.text(max_size=40)
PIECES = st.sampled_from(
    [*"ab.:/@?#()[]*~_,。（）аé\\ \t%-", "https://", "www.", "mailto:", "example.com", "xn--"]
)
WILD = ANY | st.lists(PIECES, max_size=40).map("".join)


@given(WILD)
@example("www.a.b:")
@example("https://a.bв/")
def test_an_address_is_a_part_of_the_text_and_leads_somewhere(text: str) -> None:
    for found in START.finditer(text):
        whole = address_at(text, found.start(), len(text))
        if whole is not None:
            assert text.startswith(whole, found.start())
            assert not re.search(f"[{ENDS}]", whole)
            assert host_of(normalize(whole))
            assert readable(whole)


@given(WILD)
def test_what_a_link_leads_to_is_ascii_with_an_allowed_scheme(text: str) -> None:
    for leads_to, _, _ in links(text):
        assert leads_to.isascii()
        assert re.match(r"https?://|mailto:", leads_to, re.IGNORECASE)


@given(st.text(alphabet="асеорхуіјѕԁһӏ", min_size=2, max_size=20))
def test_a_label_of_nothing_but_imitations_is_one(label: str) -> None:
    assert imitates_latin(label)


@given(
    st.from_regex(r"[a-z]{1,8}\.[a-z]{2,5}", fullmatch=True),
    st.from_regex(r"[a-z]{1,8}\.[a-z]{2,5}", fullmatch=True),
)
def test_a_link_never_hides_that_it_leads_to_another_host(named: str, real: str) -> None:
    [(_, _, beside)] = links(f"[https://{named}/a](https://{real}/b)")
    assert beside == ("" if named == real or real.endswith(f".{named}") else real)
