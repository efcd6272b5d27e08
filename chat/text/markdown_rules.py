"""Where our Markdown differs from CommonMark: rules for markdown-it, as people write in chats.

Emphasis does not begin or end within a word, a line break ends a quotation and a list item, blanks at the
beginning of a line stay, and a backslash goes only where it had something to escape.
"""

import re
import unicodedata

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.paragraph import paragraph as commonmark_paragraph
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

from chat.text import links
from chat.text.formulas import formula, set_apart
from chat.text.room_names import room_name
from chat.text.spoilers import pair, spoiler
from chat.text.tables import align_cells, table
from chat.text.task_lists import find_tasks

MENTION = re.compile(r"@([a-zA-Z0-9][a-zA-Z0-9._-]{0,31})(?![a-zA-Z0-9._-]*@)")
BEFORE_MENTION = re.compile(r"[\w@/.+-]\Z")

MARKS = r"\n!#&*<@\[\\\]_`|$~¯"
TEXT = re.compile(rf"[^{MARKS}]+?(?=[{MARKS}]|{links.START.pattern}|\Z)", re.IGNORECASE)
ESCAPED = re.compile(r"\\([*_~`\[\]<&@!]|#(?=[a-zA-Z0-9])|\$(?=\$)|\|(?=\|)|\\(?=[\\*_~`\[\]<&@!]))")
ESCAPED_AT_START = re.compile(r"\\([-+>#.)])")
BEFORE_START = re.compile(r"(?:^|\n)[ \t]{0,8}(\d{0,9})\Z")  # of a line; a number for `.` and `)`
SHRUG = re.compile(r"¯(\\{0,3})_\(ツ\)(?:\\{0,2})_/¯")

# Scripts that put no blanks between words, or add endings to them: emphasis may begin and end within these.
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u2fdf\u3000-\u9fff\ua960-\ua97f"
    "\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
)


def add_rules(parser: MarkdownIt, *, with_links: bool) -> None:
    """Puts our rules into a parser, in place of CommonMark's."""
    inline, block = parser.inline.ruler, parser.block.ruler
    inline.at("text", text)
    inline.at("newline", newline)
    inline.at("escape", escape)
    inline.at("emphasis", emphasis)
    inline.before("emphasis", "mention", mention)
    inline.before("emphasis", "room_name", room_name)
    inline.before("emphasis", "spoiler", spoiler)
    inline.before("emphasis", "formula", formula)
    parser.inline.ruler2.before("fragments_join", "spoiler", pair)
    inline.before("escape", "shrug", shrug)
    block.at("paragraph", paragraph)
    block.before("paragraph", "outside", outside, {"alt": ["paragraph", "blockquote"]})
    block.at("table", table)
    parser.core.ruler.push("direction", follow_direction)
    parser.core.ruler.push("quoted", unmention_quoted)
    parser.core.ruler.push("tasks", find_tasks)
    parser.core.ruler.push("cells", align_cells)
    parser.core.ruler.push("formulas", set_apart)
    if with_links:
        inline.before("escape", "address", address)
        parser.core.ruler.push("hosts", show_hosts)
        parser.normalizeLink = links.normalize  # type: ignore[assignment, method-assign]
        parser.normalizeLinkText = links.readable  # type: ignore[assignment, method-assign]


def text(state: StateInline, silent: bool) -> bool:
    """Inline rule: all up to the next mark or address."""
    if links.START.match(state.src, state.pos, state.posMax):
        return False
    found = TEXT.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    return _take(state, found[0], found.end(), silent)


def newline(state: StateInline, silent: bool) -> bool:
    """Inline rule: a line break is one, and the next line keeps the blanks that it begins with."""
    if state.src[state.pos] != "\n":
        return False
    if not silent:
        state.pending = state.pending.rstrip(" ")
        state.push("hardbreak", "br", 0)
    state.pos += 1
    return True


def escape(state: StateInline, silent: bool) -> bool:
    """Inline rule: a backslash before a mark that means something there."""
    if state.src[state.pos] != "\\":
        return False
    found = ESCAPED.match(state.src, state.pos, state.posMax)
    if found is None and (found := ESCAPED_AT_START.match(state.src, state.pos, state.posMax)):
        before = BEFORE_START.search(state.src[max(0, state.pos - 20) : state.pos])
        if before is None or bool(before[1]) != (found[1] in ".)"):
            found = None
    return found is not None and _take(state, found[1], found.end(), silent)


def shrug(state: StateInline, silent: bool) -> bool:
    r"""Inline rule: ¯\_(ツ)_/¯ is no Markdown, with however many backslashes somebody tried."""
    found = SHRUG.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "¯" else None
    if found is None:
        return False
    return _take(state, r"¯\_(ツ)_/¯" if found[1] else found[0], found.end(), silent)


def emphasis(state: StateInline, silent: bool) -> bool:
    """Inline rule: `*` and `_`. What they pair with is worked out by markdown-it afterwards."""
    start, marker = state.pos, state.src[state.pos]
    if silent or marker not in "*_":
        return False
    end = start
    while end < state.posMax and state.src[end] == marker:
        end += 1
    before = state.src[start - 1] if start > 0 else " "
    after = state.src[end] if end < state.posMax else " "
    opens, closes = _flanks(before, after)
    if marker == "_" and end - start > 1:  # __init__ is a name
        opens = closes = False
    for _ in range(end - start):
        state.push("text", "", 0).content = marker
        delimiter = Delimiter(ord(marker), end - start, len(state.tokens) - 1, -1, opens, closes)
        state.delimiters.append(delimiter)
    state.pos = end
    return True


def _flanks(before: str, after: str) -> tuple[bool, bool]:
    """May a run of marks between these two characters open emphasis, and may it close one?"""
    if _in_word(before) and _in_word(after):
        return False, False
    opens = not after.isspace() and (not _punctuates(after) or _lets_go(before))
    closes = not before.isspace() and (not _punctuates(before) or _lets_go(after))
    return opens, closes


def _lets_go(char: str) -> bool:
    return char.isspace() or _punctuates(char) or bool(UNSPACED.match(char))


def _in_word(char: str) -> bool:
    is_letter = char.isalnum() or unicodedata.category(char)[0] == "M"
    return is_letter and not UNSPACED.match(char)


def _punctuates(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"


def mention(state: StateInline, silent: bool) -> bool:
    """Inline rule: `@username`, unless it is a part of a word or of an address."""
    found = MENTION.match(state.src, state.pos, state.posMax)
    if not found or BEFORE_MENTION.search(state.src, max(0, state.pos - 1), state.pos):
        return False
    username = found[1].rstrip(".-")
    if not silent:
        state.push("mention", "", 0).content = username
    state.pos += 1 + len(username)
    return True


def address(state: StateInline, silent: bool) -> bool:
    """Inline rule: an address that stands in the text, unless the text is that of a link already."""
    found = links.address_at(state.src, state.pos, state.posMax)
    if state.linkLevel > 0 or found is None:
        return False
    if not silent:
        state.push("link_open", "a", 1).attrs = {"href": links.normalize(found)}
        state.push("text", "", 0).content = links.readable(found)
        state.push("link_close", "a", -1)
    state.pos += len(found)
    return True


def paragraph(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Block rule: CommonMark's, but lines keep the blanks they begin with: code is pasted without fences."""
    commonmark_paragraph(state, start, end, silent)
    content = state.getLines(start, state.line, state.blkIndent, False).rstrip()
    inline = state.tokens[-2]
    inline.content = content if state.level == 0 or "\n" in content else content.strip()
    return True


def outside(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Block rule, which only ends others: a line without their mark or indentation is outside of them."""
    return silent and (state.parentType == "blockquote" or state.sCount[start] < state.blkIndent)


def follow_direction(state: StateCore) -> None:
    """Core rule: each paragraph and list item runs in the direction of its own words."""
    for token in state.tokens:
        if token.type in ("paragraph_open", "list_item_open"):
            token.attrSet("dir", "auto")


def unmention_quoted(state: StateCore) -> None:
    """Core rule: a quotation mentions nobody."""
    depth = 0
    for token in state.tokens:
        if token.type in ("blockquote_open", "blockquote_close"):
            depth += token.nesting
        for child in token.children or () if depth else ():
            if child.type == "mention":
                child.type, child.content = "text", f"@{child.content}"


def show_hosts(state: StateCore) -> None:
    """Core rule: beside a link whose text names another host, its own."""
    for token in state.tokens:
        if any(child.type == "link_open" for child in token.children or ()):
            token.children = list(_with_hosts(token.children or []))


def _with_hosts(tokens: list[Token]) -> list[Token]:
    shown: list[Token] = []
    href, label = "", ""
    for token in tokens:
        shown.append(token)
        if token.type == "link_open":
            href, label = str(token.attrGet("href") or ""), ""
        elif token.type == "link_close":
            if host := links.host_beside(label, href):
                shown.append(Token("link_host", "", 0, content=host))
        else:
            label += token.content
    return shown


def _take(state: StateInline, shown: str, end: int, silent: bool) -> bool:
    """Goes on at `end`, with `shown` in the text."""
    if not silent:
        state.append_pending(shown)
    state.pos = end
    return True
