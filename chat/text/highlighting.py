"""Code as HTML with the colours of its language, by Pygments' lexers (no I/O).

This runs in the event loop, so what it may cost is bounded: by the length of the code in a message, by the
number of its coloured tokens, and by processor time, looked at after every token. What is beyond is plain.
A single expression can't take long either: see BoundedLexer.
"""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from html import escape
from typing import Any

from pygments.lexer import Future, Lexer, RegexLexer  # type: ignore[import-untyped]
from pygments.lexers import find_lexer_class_by_name  # type: ignore[import-untyped]
from pygments.token import (  # type: ignore[import-untyped]
    Comment,
    Generic,
    Keyword,
    Literal,
    Name,
    Operator,
    Token,
)

NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9+#._-]{0,23}")

# Of the code in one message. Code of this length takes a third of the time.
MOST_CHARACTERS = 2000
MOST_TOKENS = 1500
MOST_SECONDS = 0.006

# Pygments' name of a lexer, and the names of languages in fences that it is used for. Left out are lexers
# that call others (they would be unbounded), and those whose single tokens take long: their languages are
# drawn by a relative.
LANGUAGES = {
    "bash": "bash console docker dockerfile env fish make makefile sh shell zsh",
    "c": "c h objc",
    "cpp": "c++ cc cpp hpp",
    "csharp": "c# cs csharp",
    "css": "css less",
    "diff": "diff patch",
    "elixir": "elixir ex",
    "go": "go golang",
    "haskell": "haskell hs",
    "java": "java",
    "javascript": "javascript js mjs",
    "json": "json json5 jsonc",
    "jsx": "jsx",
    "kotlin": "kotlin kt scala",
    "lua": "lua",
    "nginx": "nginx",
    "perl": "perl pl",
    "php": "php",
    "powershell": "powershell ps1",
    "properties": "conf ini properties systemd",
    "python": "py python python3 pytb",
    "r": "r",
    "ruby": "rb ruby",
    "rust": "rs rust",
    "scss": "sass scss",
    "sql": "mysql postgres sql",
    "swift": "swift",
    "terraform": "hcl terraform",
    "toml": "toml",
    "tsx": "tsx",
    "typescript": "ts typescript",
    "xml": "html svg vue xml",
    "yaml": "yaml yml",
    "zig": "zig",
}
LEXERS = {name: lexer for lexer, names in LANGUAGES.items() for name in names.split()}

# The classes that static/css/rich_text.css has colours for, by the kind of a token or the nearest
# kind above it.
CLASSES = {
    Comment: "n",
    Generic.Deleted: "e",
    Generic.Heading: "n",
    Generic.Inserted: "t",
    Generic.Subheading: "n",
    Keyword: "w",
    Keyword.Constant: "v",
    Literal.Date: "v",
    Literal.Number: "v",
    Literal.String: "t",
    Name.Builtin.Pseudo: "v",
    Name.Tag: "w",
    Operator.Word: "w",
}

# In the source of a regular expression: an escape or a set, or else a group that is repeated.
REPEATED_GROUP = re.compile(r"(\\.|\[\^?\]?(?:\\.|[^\]\\])*\])|(\)(?:[*+]|\{\d*,?\d*\}))(?![?+])", re.DOTALL)


class BoundedLexer:
    """For a Pygments lexer: its expressions don't backtrack into a repeated group.

    In such groups lies all exponential backtracking, and every third of Pygments' lexers has some: thirty
    characters made for one would stop the process. Possessive, as `(…)*+`, a repeated group is matched once.
    """

    @classmethod
    def _process_regex(cls, pattern: Any, flags: int, state: str) -> Callable[..., re.Match[str] | None]:
        source = pattern.get() if isinstance(pattern, Future) else pattern
        return re.compile(possessive(source), flags).match


def possessive(source: str) -> str:
    """A regular expression whose repeated groups give nothing back."""
    return REPEATED_GROUP.sub(lambda found: found[1] or f"{found[2]}+", source)


@dataclass(slots=True)
class Budget:
    """What the code of one message may still cost."""

    characters: int = MOST_CHARACTERS
    tokens: int = MOST_TOKENS
    seconds: float = MOST_SECONDS
    began: float = field(default=0.0, init=False)

    def start(self, code: str) -> bool:
        """Is there enough left to begin with `code`?"""
        self.characters -= len(code)
        self.began = time.thread_time()
        return self.characters >= 0 and self.tokens > 0 and self.seconds > 0

    def allows(self) -> bool:
        """Is there enough left for another token?"""
        self.tokens -= 1
        return self.tokens >= 0 and time.thread_time() - self.began < self.seconds

    def stop(self) -> None:
        self.seconds -= time.thread_time() - self.began


def language_name(info: str) -> str:
    """The language that a fence names (its first word), or nothing."""
    found = NAME.match(info.strip())
    return found[0].lower() if found else ""


def highlight(code: str, name: str, budget: Budget) -> str:
    """`code` as HTML text, with <i class> around what has a colour.

    Code of an unknown language, or beyond `budget`, is plain.
    """
    if name not in LEXERS or len(code) > budget.characters:
        return escape(code, quote=False)
    lexer = load(LEXERS[name])
    if not budget.start(code):
        return escape(code, quote=False)
    try:
        return "".join(_marked(lexer, code, budget))
    except _Exhausted:
        return escape(code, quote=False)
    finally:
        budget.stop()


@cache
def load(alias: str) -> Lexer:
    """The lexer of this name, with its expressions compiled: up to 40 ms for some."""
    found = find_lexer_class_by_name(alias)
    if issubclass(found, RegexLexer):
        found = type(found)(f"Bounded{found.__name__}", (BoundedLexer, found), {})
    made = found(startinline=True)  # PHP without its tag
    list(made.get_tokens_unprocessed(""))
    return made


def load_all() -> None:
    """So that nobody waits for it later."""
    for alias in LANGUAGES:
        load(alias)


class _Exhausted(Exception):
    """There is no budget left."""


def _marked(lexer: Lexer, code: str, budget: Budget) -> Iterator[str]:
    """The pieces of HTML that `code` is; neighbours of one class are one element."""
    begun, shown = 0, ""  # where the piece that is not written out yet begins, and its class
    for start, kind, _ in lexer.get_tokens_unprocessed(code):
        if not budget.allows():
            raise _Exhausted
        if start >= begun and (found := _class(kind)) != shown:
            yield _piece(code[begun:start], shown)
            begun, shown = start, found
    yield _piece(code[begun:], shown)


def _piece(code: str, shown: str) -> str:
    text = escape(code, quote=False)
    return f'<i class="{shown}">{text}</i>' if shown and text else text


@cache
def _class(kind: Any) -> str:
    """The class of a kind of token; that of the kind above it where it has none of its own."""
    while kind is not Token:
        if kind in CLASSES:
            return CLASSES[kind]
        kind = kind.parent
    return ""
