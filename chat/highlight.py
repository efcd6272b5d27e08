"""Colours for code: Pygments' many kinds of token brought down to the five that rich.css draws.

w: words of the language, t: text, v: values, n: notes, e: errors and what was taken out.
"""

import re
from functools import cache
from html import escape

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import (
    Comment,
    Error,
    Generic,
    Keyword,
    Literal,
    Name,
    Number,
    Operator,
    String,
    _TokenType,
)
from pygments.util import ClassNotFound

LANGUAGE = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9+#._-]{0,23}")
MOST = 20_000  # characters; longer code stays plain, so that nobody waits for it

CLASSES: dict[_TokenType, str] = {
    Keyword.Constant: "v",
    Keyword: "w",
    Name.Builtin: "w",
    Name.Tag: "w",
    Operator.Word: "w",
    Name.Attribute: "w",
    Name.Constant: "v",
    String: "t",
    Number: "v",
    Literal: "v",
    Comment: "n",
    Generic.Inserted: "t",
    Generic.Deleted: "e",
    Generic.Error: "e",
    Generic.Heading: "n",
    Generic.Subheading: "n",
    Error: "",
}


def language_name(info: str) -> str:
    """The language that a fence names (its first word), or nothing."""
    found = LANGUAGE.match(info.strip())
    return found[0].lower() if found else ""


def highlight(code: str, language: str) -> str:
    """`code` as HTML text, with <i class> around what has a colour. Unknown languages stay plain."""
    lexer = lexer_of(language) if language and len(code) <= MOST else None
    if lexer is None:
        return escape(code, quote=False)
    return "".join(coloured(kind, value) for kind, value in lexer.get_tokens(code))


def coloured(kind: _TokenType, value: str) -> str:
    name = class_of(kind)
    text = escape(value, quote=False)
    return f'<i class="{name}">{text}</i>' if name and not value.isspace() else text


@cache
def class_of(kind: _TokenType) -> str:
    """The class of the nearest kind above `kind` that has one."""
    for above in reversed(kind.split()):
        if above in CLASSES:
            return CLASSES[above]
    return ""


# A room of many languages would fill memory with lexers; these are what people paste.
LANGUAGES = frozenset(
    "bash c c++ cpp c# cs csharp css csv diff django docker dockerfile elixir ex go golang graphql haskell hs html "
    "http ini java javascript js json jsx kotlin lua make makefile nginx objc patch perl php powershell ps1 "
    "properties py python pytb python3 r rb rs ruby rust sass scss sh shell sql swift systemd terraform toml ts "
    "tsx typescript vim xml yaml yml zig zsh console".split()
)


@cache
def lexer_of(language: str) -> Lexer | None:
    if language not in LANGUAGES:
        return None
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
