"""Addresses in what people write: where one ends, where it leads, and what is shown of it (no I/O).

A reader should see where a link leads. So a host name that imitates Latin letters is shown in its
encoded form (punycode), and a link whose text names another host has its real host beside it.
"""

import re
import unicodedata

import idna
import mdurl

from chat.text.names import skeleton

# Where an address may begin: not within a Latin word, and `www.` not within another address.
START = re.compile(r"(?<![0-9A-Za-z])(?:https?://|mailto:)|(?<![\w.@/:-])www\.(?=[^\W_])", re.IGNORECASE)

# What ends an address wherever it stands: blanks, quotes, and the punctuation of scripts without blanks.
# Middle dots and dashes of these scripts stay, since titles have them.
ENDS = (
    r"\s\x00-\x1f\x7f-\xa0<>\"`\u00ab\u00bb\u2018-\u201f\u2026\u2028\u2029\u2329\u232a\u3000-\u3003\u3008-\u3011\u3014-\u301b"
    r"\u301d-\u301f\u303d\ufe10-\ufe19\ufe30\ufe35-\ufe4c\ufe50-\ufe57\ufe59-\ufe61\ufe68\ufe6a\ufe6b\uff01-\uff0c\uff0e\uff0f"
    r"\uff1a-\uff20\uff3b-\uff3e\uff40\uff5b-\uff64\ufffd"
)
BODY = re.compile(rf"(?:(?!\*\*|~~)[^{ENDS}])*")
OPEN, CLOSE = "([{", ")]}"
TRAILING = "?!.,:;*_~'|"

HOST = rf"\[[0-9a-f:.]{{2,45}}\]|[^{ENDS}!-,/:-@\[-^`{{-~]{{1,253}}"
WEB = re.compile(
    rf"(https?://|www\.)((?:[^{ENDS}/?#\\@]{{1,200}}@)?)({HOST})((?::\d{{1,5}})?)", re.IGNORECASE
)
MAIL = re.compile(rf"mailto:[\w.+-]{{1,64}}@((?:{HOST}))(?=$|\?)", re.IGNORECASE)
LATIN_END = re.compile(r"(?:[a-z0-9_-]+\.)+[a-z]{2,24}(?=[^\x00-\x7f])", re.IGNORECASE)

# As browsers split an address.
AUTHORITY = re.compile(r"(https?://)([^/?#\\]*@)?([^/?#\\@]*?)((?::\d{0,5})?)(?=$|[/?#\\])", re.IGNORECASE)
PLAIN_HOST = re.compile(r"\[[0-9a-f:.]+\]|(?=[a-z0-9_])[a-z0-9_.-]+")

NAMED = re.compile(r"(?:://|\bwww\.)[^\s/?#\\]*", re.IGNORECASE)
BARE = re.compile(r"(?:\S+@)?((?:[^\s/?#\\:@.]+\.)+[^\W\d_]{2,63})(?::\d+)?(?:[/?#]\S*)?")


def address_at(text: str, start: int, end: int) -> str | None:
    """The address that begins at `start`, if one does, without what punctuates the sentence around it."""
    if not START.match(text, start, end):
        return None
    whole = _without_trailing(_balanced(BODY.match(text, start, end)[0]))  # type: ignore[index]
    if whole[:7].lower() == "mailto:":
        return whole if MAIL.match(whole) and host_of(normalize(whole)) else None
    return _web_address(whole)


def _web_address(whole: str) -> str | None:
    """`whole`, or its beginning where the text goes on right after the host."""
    found = WEB.match(whole)
    if not found or (found[1].lower() == "www." and "." not in found[3]):
        return None
    end = len(whole)
    if latin := LATIN_END.match(found[3]):  # as in Japanese, which puts no blanks between words
        end = found.start(3) + latin.end()
    elif found.end() < end and whole[found.end()] not in "/?#":
        end = found.end()
    return whole[:end] if host_of(normalize(whole[:end])) else None


def _balanced(address: str) -> str:
    """The address up to a bracket that it did not open."""
    depth = dict.fromkeys(CLOSE, 0)
    for place, char in enumerate(address):
        if char in OPEN:
            depth[CLOSE[OPEN.index(char)]] += 1
        elif char in CLOSE:
            depth[char] -= 1
            if depth[char] < 0:
                return address[:place]
    return address


def _without_trailing(address: str) -> str:
    """The address without the marks of a sentence at its end, and without brackets that stay open."""
    address = address.rstrip(TRAILING + OPEN)
    opened = max(address.rfind(char) for char in OPEN)
    closed = max(address.rfind(char) for char in CLOSE)
    return address[:opened].rstrip(TRAILING + OPEN) if opened > closed else address


def normalize(address: str) -> str:
    """The address for an href: host in ASCII, the rest percent-encoded. "" where no browser would take it."""
    if address[:4].lower() == "www.":
        address = f"https://{address}"
    found = AUTHORITY.match(address)
    if not found:
        return str(mdurl.encode(address))
    host = ascii_host(found[3])
    if not host:
        return ""
    account = mdurl.encode(found[2] or "")
    return f"{found[1].lower()}{account}{host}{found[4]}{mdurl.encode(address[found.end() :])}"


def readable(address: str) -> str:
    """The address as it is shown: as it was typed, but for a host that imitates another."""
    found = AUTHORITY.match(address if address[:4].lower() != "www." else f"https://{address}")
    if not found or found[3].isascii():
        return address
    return address.replace(found[3], shown_host(ascii_host(found[3])), 1)


def ascii_host(host: str) -> str:
    """A host name in lower-case ASCII, as name servers know it; "" when it is none."""
    if not host.isascii():
        try:
            host = idna.encode(host[:253], uts46=True).decode()
        except (idna.IDNAError, UnicodeError):
            return ""
    host = host.lower()
    return host if PLAIN_HOST.fullmatch(host) else ""


def host_of(href: str) -> str:
    """The host that a normalised address leads to; of mail, the one it goes to."""
    if found := AUTHORITY.match(href):
        return found[3].lower()
    return ascii_host(href.split("?")[0].rpartition("@")[2]) if href[:7].lower() == "mailto:" else ""


def shown_host(host: str) -> str:
    """An ASCII host in its own script; labels that imitate Latin letters stay encoded."""
    labels = []
    for label in host.split("."):
        try:
            plain = idna.decode(label) if label.startswith("xn--") else label
        except (idna.IDNAError, UnicodeError):
            plain = label
        labels.append(label if imitates_latin(plain) else plain)
    return ".".join(labels)


def imitates_latin(label: str) -> bool:
    """Is this part of a host name made to be taken for another one, in Latin letters?"""
    if label.isascii():
        return False
    letters = [char for char in unicodedata.normalize("NFKD", label.lower()) if char.isalpha()]
    foreign = [char for char in letters if not char.isascii()]
    alike = [char for char in foreign if len(shape := skeleton(char)) == 1 and shape.isascii()]
    return bool(alike) and (len(alike) == len(foreign) or len(foreign) < len(letters))


def host_beside(text: str, href: str) -> str:
    """The real host of a link, as shown, where `text` names another one; "" where it needs no saying."""
    host, web = host_of(href), AUTHORITY.match(href)
    has_account = bool(web and web[2])  # as in https://bank.example@elsewhere.example/
    named = _hosts_in(text)
    imitates = "xn--" in shown_host(host) and not text.isascii()
    says_else = any(imitates or not _is_part_of(host, one) for one in named)
    return shown_host(host) if has_account or says_else else ""


def _hosts_in(text: str) -> list[str]:
    """The hosts that a reader would find in a text: of addresses in it, or of one that it is as a whole."""
    plain = unicodedata.normalize("NFKC", text).replace("\u3002", ".")
    plain = "".join(char for char in plain if unicodedata.category(char) != "Cf").strip()
    found = [one.removeprefix("://").rpartition("@")[2].partition(":")[0] for one in NAMED.findall(plain)]
    if not found and (whole := BARE.fullmatch(plain)):
        found = [whole[1]]
    return [ascii_host(one) or one for one in found if "." in one.strip(".")]


def _is_part_of(host: str, named: str) -> bool:
    """Is it the named host, or a name below it?"""
    named = named.strip(".").removeprefix("www.")
    return host.strip(".") == named or host.strip(".").endswith(f".{named}")
