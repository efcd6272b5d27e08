"""A finished rendering as text in one line: for quotations, notifications and mails (no I/O)."""

import re
from html import unescape

from chat.text.spoilers import without_spoilers

_BREAKS = re.compile(r"<br>|</(?:p|li|pre|blockquote|th|td|tr)>")
_FORMULA = re.compile(r'<math [^>]*?alttext="([^"]*)"[^>]*>.*?</math>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def plain_text(html: str) -> str:
    """What is said, without its formatting. What is in a spoiler stays hidden, and a formula is what was
    typed."""
    bare = _TAG.sub("", _BREAKS.sub(" ", _FORMULA.sub(r"\1", without_spoilers(html))))
    return " ".join(unescape(bare).split())
