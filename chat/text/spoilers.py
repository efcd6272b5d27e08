"""`||text||`: text that is shown when somebody asks for it (no I/O)."""

import re
import unicodedata

from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

MARK = "||"
OPENING = '<span class="spoiler" tabindex="0"><span>'
CLOSING = "</span></span>"
HIDDEN = "▒▒▒"  # in place of it, where nobody can ask
_SPAN = re.compile(r"<span\b[^>]*>|</span>")


def spoiler(state: StateInline, silent: bool) -> bool:
    """Inline rule: two bars. What they pair with is worked out by markdown-it afterwards, then `pair`."""
    start = state.pos
    if silent or not state.src.startswith(MARK, start) or start + 2 > state.posMax:
        return False
    before = state.src[start - 1] if start > 0 else " "
    after = state.src[start + 2] if start + 2 < state.posMax else " "
    state.push("text", "", 0).content = MARK
    opens, closes = not after.isspace() and after != "|", not before.isspace() and before != "|"
    if opens and closes:  # as in a||b: code, unless it begins or ends a word
        opens, closes = not _is_letter(before), not _is_letter(after)
    delimiter = Delimiter(ord("|"), 0, len(state.tokens) - 1, -1, opens, closes)
    state.delimiters.append(delimiter)
    state.pos += 2
    return True


def pair(state: StateInline) -> None:
    """Inline rule, after all others: bars that pair are tags; one spoiler within another is a part of it."""
    of_links = [meta["delimiters"] for meta in state.tokens_meta if meta and "delimiters" in meta]
    for delimiters in (state.delimiters, *of_links):
        inside = -1
        for place, opening in enumerate(delimiters):
            if opening.marker != ord("|") or opening.end == -1:
                continue
            is_whole = place > inside
            inside = max(inside, opening.end)
            ends = ((opening, "spoiler_open", 1), (delimiters[opening.end], "spoiler_close", -1))
            for delimiter, kind, nesting in ends:
                token = state.tokens[delimiter.token]
                token.content = ""
                if is_whole:
                    token.type, token.tag, token.nesting = kind, "span", nesting


def without_spoilers(html: str) -> str:
    """A finished rendering with HIDDEN in place of what is in spoilers."""
    shown, place = [], 0
    while (start := html.find(OPENING, place)) >= 0:
        shown += [html[place:start], HIDDEN]
        place = _end(html, start)
    return "".join([*shown, html[place:]])


def _end(html: str, start: int) -> int:
    """Where the element that begins at `start` ends."""
    depth = 0
    for tag in _SPAN.finditer(html, start):
        depth += -1 if tag[0].startswith("</") else 1
        if depth == 0:
            return tag.end()
    return len(html)


def _is_letter(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char)[0] == "M" or char in "_)"
