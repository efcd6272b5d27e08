"""What people write, as HTML that is safe to put into a page.

Paragraphs, emphasis, strike-through, spoilers, lists, tasks, tables, quotations, code, links, formulas and
names of rooms: what static/css/rich_text.css draws.
The outcome depends on the text and on whom it mentions, never on who reads it.
"""

import re
from collections.abc import Mapping, MutableMapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from chat.text import formulas, tables
from chat.text.emoji import is_few_emoji
from chat.text.highlighting import MOST_CHARACTERS, Budget, highlight, language_name
from chat.text.links import START, host_beside
from chat.text.markdown_rules import add_rules
from chat.text.mentions import with_mentions
from chat.text.sanitizing import CLEANER
from chat.text.spoilers import CLOSING, OPENING

SAFE_LINK = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")

# One line, without blanks at its ends, in which nothing means anything in Markdown. Most messages
# are such a line, and every instance renders every message: this saves it nearly all of that work.
PLAIN = re.compile(r"(?![-+>\s]|\d{1,9}[.)])[^\\*_~`#\[\]<@&¯\n\r\t\0\xa0\ud800-\udfff]+(?<!\s)")

# What a text costs in the rate of posts: a line more takes about 0.03 ms, a link about as long as five lines.
SHORT = 200  # characters
LINES = 40
LINK_LINES = 5
CELLS = 3  # of a table that take as long as a line
FORMULA_LINE = 4  # characters of formulas that take as long as a line
CODE_LINE = 10  # characters of code with colours that take as long as a line, at worst

# Above so many, brackets and addresses stay as they were typed: looking for links among them gets slow.
MOST_LINKS = 60

# A text with more marks than this outside of code is not looked into: that would take long, and anyone could
# send such texts all day. Nobody who writes to be read comes near it.
MOST_MARKS = 600
MARK = re.compile(r"[\\*_~`!<&@#|]")
FENCED = re.compile(r"^ *(```|~~~)[\s\S]*?(?:^ *\1|\Z)", re.MULTILINE)


def render(text: str, mentioned: Mapping[str, str] | None = None) -> str:
    """`text` as sanitised HTML; nothing in it can make this fail.

    `mentioned`: whom the names behind an @ are, by lower-case name (chat.text.mentions). Others are text.
    """
    line = text.strip(" ")
    if is_few_emoji(line):
        return _large(line)
    if PLAIN.fullmatch(line) and not _means_more(line):
        return f'<p dir="auto">{line.replace(">", "&gt;")}</p>'
    return with_mentions(render_marked(text), mentioned or {})


def _large(emoji: str) -> str:
    return f'<p dir="auto" class="large-emoji">{emoji}</p>'


def _means_more(line: str) -> bool:
    """May there be an address in it, a spoiler or a formula? This is asked of every message."""
    return "||" in line or "$$" in line or _has_address(line)


def _has_address(line: str) -> bool:
    return (":" in line or "www." in line.lower()) and START.search(line) is not None


def cost(text: str) -> float:
    """How long rendering takes, measured in ordinary messages; counted by the rate of posts."""
    if len(text) < SHORT:
        return 1.0
    lines = text.count("\n") + LINK_LINES * _links(text)
    if "```" in text or "~~~" in text:
        lines += min(len(text), MOST_CHARACTERS) // CODE_LINE
    if "$$" in text or "```math" in text:
        lines += min(len(text), formulas.MOST_CHARACTERS) // FORMULA_LINE
    if "|" in text:
        lines += min(text.count("|"), tables.MOST_CELLS) // CELLS
    return 1.0 + lines / LINES


def _links(text: str) -> int:
    """How many links there may be in it."""
    return text.count("[") + len(START.findall(text))


@lru_cache(maxsize=1024)
def render_marked(text: str) -> str:
    """The same by way of the parser, for text that may hold Markdown. Each name behind an @ is still marked
    as one, also where no user has it."""
    if len(text) > MOST_MARKS and len(MARK.findall(FENCED.sub("", text))) > MOST_MARKS:
        return as_typed(text)
    if is_few_emoji(text.strip(" ")):
        return _large(text.strip(" "))
    chosen = parser if _links(text) <= MOST_LINKS else parser_without_links
    text = LONE_SURROGATE.sub("\ufffd", text)
    return CLEANER.clean(chosen.render(text if "\n" in text else text.strip())).rstrip("\n")


def as_typed(text: str) -> str:
    """The words alone, line by line."""
    lines = escape(LONE_SURROGATE.sub("\ufffd", text).strip("\n"), quote=False).splitlines()
    return CLEANER.clean(f'<p dir="auto">{"<br>".join(lines)}</p>')


Tokens = Sequence[Token]
Environment = MutableMapping[str, Any]


class Renderer(RendererHTML):
    """HTML for what we draw in another way than CommonMark does."""

    def mention(self, tokens: Tokens, index: int, options: OptionsDict, env: Environment) -> str:
        name = escape(tokens[index].content)
        return f'<span class="mention" data-name="{name}">@{name}</span>'

    def room_name(self, tokens: Tokens, index: int, options: OptionsDict, env: Environment) -> str:
        name = escape(tokens[index].content)
        return f'<span class="room-name" data-room="{name.lower()}">#{name}</span>'

    def formula(self, tokens: Tokens, index: int, options: OptionsDict, env: Environment) -> str:
        token = tokens[index]
        typed = f"<code>{escape(token.content, quote=False)}</code>"
        return formulas.mathml(token.content, env, apart=token.meta.get("apart", False)) or typed

    def spoiler_open(self, tokens: Tokens, index: int, options: OptionsDict, env: Environment) -> str:
        return OPENING

    def spoiler_close(self, tokens: Tokens, index: int, options: OptionsDict, env: Environment) -> str:
        return CLOSING

    def task_open(self, tokens: Tokens, index: int, options: OptionsDict, env: Environment) -> str:
        done = ' checked=""' if tokens[index].meta["done"] else ""
        return f'<label><input type="checkbox" disabled=""{done}> '

    def table_open(self, tokens: Tokens, index: int, options: OptionsDict, env: Environment) -> str:
        return '<div class="table" tabindex="0"><table>\n'

    def table_close(self, tokens: Tokens, index: int, options: OptionsDict, env: Environment) -> str:
        return "</table></div>\n"

    def hardbreak(self, tokens: Tokens, index: int, options: OptionsDict, env: Environment) -> str:
        """Without the line end that would be a second break where blanks are kept."""
        return "<br>"

    def link_host(self, tokens: Tokens, index: int, options: OptionsDict, env: Environment) -> str:
        return shown_beside(tokens[index].content)

    def image(self, tokens: Tokens, index: int, options: OptionsDict, env: Environment) -> str:
        """A link: a picture from elsewhere would show its server who reads here."""
        token = tokens[index]
        address = str(token.attrGet("src") or "")
        label = self.renderInlineAsText(token.children or [], options, env) or address
        host = host_beside(label, address)
        return f'<a href="{escape(address)}">{escape(label)}</a>{shown_beside(host) if host else ""}'

    def fence(self, tokens: Tokens, index: int, options: OptionsDict, env: Environment) -> str:
        token = tokens[index]
        language = language_name(token.info)
        if language == "math" and (drawn := formulas.fenced(token.content.strip(), env)):
            return f'<p dir="auto">{drawn}</p>\n'
        code = highlight(token.content, language, env.setdefault("budget", Budget()))
        shown = f' data-language="{escape(language)}"' if language else ""
        return f'<div class="code"{shown}><pre tabindex="0" dir="ltr"><code>{code}</code></pre></div>\n'


def shown_beside(host: str) -> str:
    return f' <span class="link-host">({escape(host)})</span>'


def make_parser(*, links: bool) -> MarkdownIt:
    made = MarkdownIt("zero", {"maxNesting": 20}, renderer_cls=Renderer)
    made.enable(["fence", "blockquote", "list", "newline", "escape", "entity", "backticks", "emphasis"])
    made.enable(["strikethrough", "table", *(["link", "image", "autolink"] if links else [])])
    made.validateLink = lambda url: bool(SAFE_LINK.match(url))  # type: ignore[method-assign]
    add_rules(made, with_links=links)
    return made


parser = make_parser(links=True)
parser_without_links = make_parser(links=False)
