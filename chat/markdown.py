"""What people write, as HTML that is safe to put into a page.

Paragraphs, emphasis, strike-through, lists, quotations, code and links: what static/css/rich.css draws.
The outcome depends on the text alone, never on who reads it.
"""

import re
from collections.abc import MutableMapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any

import nh3
from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from chat.highlight import highlight, language_name

MENTION = re.compile(r"@([a-zA-Z0-9][a-zA-Z0-9._-]{0,31})(?![a-zA-Z0-9._-]*@)")
BEFORE_MENTION = re.compile(r"[\w@/.+-]\Z")
SAFE_LINK = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")

# One line, without blanks at its ends, in which nothing means anything in Markdown. Most messages
# are such a line, and every instance renders every message: this saves it nearly all of that work.
PLAIN = re.compile(r"(?![-+>\s]|\d{1,9}[.)])[^\\*_~`\[\]<@&\n\r\t\0\xa0\ud800-\udfff]+(?<!\s)")

# Above so many, brackets and addresses stay as they were typed: looking for links among them gets slow.
MOST_LINKS = 60

# A text with more marks than this outside of code is not looked into: that would take long, and anyone could
# send such texts all day. Nobody who writes to be read comes near it.
MOST_MARKS = 600
MARK = re.compile(r"[\\*_~`!<&@]")
FENCED = re.compile(r"^ *(```|~~~)[\s\S]*?(?:^ *\1|\Z)", re.MULTILINE)

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
}
CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes={
        "*": set(),
        "p": {"dir"},
        "li": {"dir"},
        "ol": {"start"},
        "a": {"href"},
        "span": {"data-username"},
        "div": {"data-language"},
        "pre": {"tabindex", "dir"},
    },
    allowed_classes={"span": {"mention"}, "div": {"code"}, "i": {"w", "t", "v", "n", "e"}},
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
    link_rel="noopener noreferrer",
)


def render(text: str) -> str:
    """`text` as sanitised HTML; nothing in it can make this fail."""
    line = text.strip(" ")
    if PLAIN.fullmatch(line) and not (":" in line and ("://" in line or "mailto:" in line.lower())):
        return f'<p dir="auto">{line.replace(">", "&gt;")}</p>'
    return render_marked(text)


@lru_cache(maxsize=1024)
def render_marked(text: str) -> str:
    """The same by way of the parser, for text that may hold Markdown."""
    if len(text) > MOST_MARKS and len(MARK.findall(FENCED.sub("", text))) > MOST_MARKS:
        return as_typed(text)
    links = text.count("[") + text.count("://") + text.count("mailto:")
    chosen = parser if links <= MOST_LINKS else parser_without_links
    return CLEANER.clean(chosen.render(LONE_SURROGATE.sub("\ufffd", text))).rstrip("\n")


def mentions(html: str, username: str) -> bool:
    """Does this rendering mention somebody?"""
    return f'data-username="{username.lower()}"' in html.lower()


def as_typed(text: str) -> str:
    """The words alone, line by line."""
    lines = escape(LONE_SURROGATE.sub("\ufffd", text).strip(), quote=False).splitlines()
    return CLEANER.clean(f'<p dir="auto">{"<br>".join(lines)}</p>')


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


def follow_direction(state: StateCore) -> None:
    """Core rule: each paragraph and list item runs in the direction of its own words."""
    for token in state.tokens:
        if token.type in ("paragraph_open", "list_item_open"):
            token.attrSet("dir", "auto")


Tokens = Sequence[Token]
Environment = MutableMapping[str, Any]


class Renderer(RendererHTML):
    """HTML for what we draw in another way than CommonMark does."""

    def mention(self, tokens: Tokens, index: int, options: OptionsDict, env: Environment) -> str:
        username = escape(tokens[index].content)
        return f'<span class="mention" data-username="{username}">@{username}</span>'

    def image(self, tokens: Tokens, index: int, options: OptionsDict, env: Environment) -> str:
        """A link: a picture from elsewhere would tell its server who reads here."""
        token = tokens[index]
        address = str(token.attrGet("src") or "")
        words = self.renderInlineAsText(token.children or [], options, env) or address
        return f'<a href="{escape(address)}">{escape(words)}</a>'

    def fence(self, tokens: Tokens, index: int, options: OptionsDict, env: Environment) -> str:
        token = tokens[index]
        language = language_name(token.info)
        code = highlight(token.content, language)
        shown = f' data-language="{escape(language)}"' if language else ""
        return f'<div class="code"{shown}><pre tabindex="0" dir="ltr"><code>{code}</code></pre></div>\n'


def make_parser(*, links: bool) -> MarkdownIt:
    made = MarkdownIt("zero", {"linkify": links, "breaks": True, "maxNesting": 20}, renderer_cls=Renderer)
    made.enable(["fence", "blockquote", "list", "newline", "escape", "entity", "backticks", "emphasis"])
    made.enable(["strikethrough", *(["link", "image", "autolink", "linkify"] if links else [])])
    made.inline.ruler.before("emphasis", "mention", mention)
    made.core.ruler.push("direction", follow_direction)
    made.linkify = LinkifyIt({"ftp:": None, "//": None}, {"fuzzy_link": False, "fuzzy_email": False})
    made.validateLink = lambda url: bool(SAFE_LINK.match(url))  # type: ignore[method-assign]
    return made


parser = make_parser(links=True)
parser_without_links = make_parser(links=False)
