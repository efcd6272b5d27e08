"""Colours for code, in the five kinds that rich.css draws.

w: words of the language, t: text, v: values, n: notes, e: trouble and what was taken out.

Lexers that know a language in full take seconds over text made to be slow, and this runs where everybody
waits. So a language is no more here than its notes, its quotes and its words, and one expression, which
reads each character once, finds them.
"""

import re
from dataclasses import dataclass
from html import escape

NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9+#._-]{0,23}")

VALUES = {"true", "false", "null", "nil", "none", "undefined", "yes", "no", "inf", "nan", "self", "this"}
HASH, SLASH, DASH, BLOCK = r"#.*", r"//.*", r"--.*", r"/\*[\s\S]*?(?:\*/|\Z)"
TRIPLE = r'"""[\s\S]*?(?:"""|\Z)' + r"|'''[\s\S]*?(?:'''|\Z)"
DOUBLE, SINGLE, BACKTICK = r'"(?:\\.|[^"\\\n])*"?', r"'(?:\\.|[^'\\\n])*'?", r"`(?:\\[\s\S]|[^`\\])*`?"
CHARACTER = r"'(?:\\.[^'\n]{0,8}|[^'\\\n])'"  # where a lone quote is something else, as a lifetime in Rust


@dataclass(frozen=True)
class Language:
    """How to tell the parts of a language apart: `pattern` has groups named by class, and `word`."""

    pattern: re.Pattern[str]
    words: frozenset[str]


def language(notes: list[str], quotes: list[str], words: str, *, any_case: bool = False) -> Language:
    parts = [f"(?P<t>{'|'.join(quotes)})"] if quotes else []
    parts += [f"(?P<n>{'|'.join(notes)})"] if notes else []
    parts += [r"(?P<v>\d[\w.]*)", r"(?P<word>[^\W\d]\w*)"]
    wanted = words.split()
    return Language(
        re.compile("|".join(parts)), frozenset([*wanted, *(w.upper() for w in wanted if any_case)])
    )


PYTHON = language(
    [HASH],
    [TRIPLE, DOUBLE, SINGLE],
    "and as assert async await break case class continue def del elif else except finally for from "
    "global if import in is lambda match nonlocal not or pass raise return try while with yield",
)
SCRIPT = language(
    [SLASH, BLOCK],
    [DOUBLE, SINGLE, BACKTICK],
    "abstract as async await break case catch class const continue debugger declare default delete do "
    "else enum export extends finally for from function if implements import in instanceof interface "
    "keyof let namespace new of private protected public readonly return static super switch throw try "
    "type typeof var void while yield",
)
C_LIKE = language(
    [SLASH, BLOCK, r"(?m:^)#[a-z]+"],
    [DOUBLE, CHARACTER],
    "abstract alignas auto bool break case catch char class concept const constexpr continue default "
    "delete do double else enum explicit export extends extern final finally float for foreach friend "
    "goto if implements import in inline int interface internal is lock long mutable namespace native "
    "new noexcept nullptr operator out override package private protected public readonly ref register "
    "return sealed short signed sizeof static string struct super switch synchronized template throw "
    "throws transient try typedef typename union unsigned using var virtual void volatile while",
)
RUST_LIKE = language(
    [SLASH, BLOCK],
    [DOUBLE, CHARACTER, BACKTICK],
    "as async await break case chan class comptime const continue crate data default defer do dyn else "
    "enum extension fallthrough fn for fun func go goroutine guard if impl import in init interface is "
    "let loop map match mod move mut object override package private protocol pub public range ref "
    "return select static struct super switch trait try type unsafe use val var when where while",
)
SHELL = language(
    [r"(?<!\S)#.*"],
    [DOUBLE, r"'[^']*'?"],
    "case cd do done echo elif else esac eval exec exit export fi for function if in local read return "
    "set shift source sudo then trap unset until while",
)
RUBY_LIKE = language(
    [HASH],
    [DOUBLE, SINGLE],
    "alias and begin break case class cond def defmodule defp do else elsif end ensure fn for foreach "
    "function if import in last module my next not or our package param print raise receive redo repeat "
    "require rescue return sub then undef unless until use when while with yield",
)
PHP = language(
    [SLASH, HASH, BLOCK],
    [DOUBLE, SINGLE],
    "abstract array as break case catch class const continue default do echo else elseif extends final "
    "finally fn for foreach function global if implements include instanceof interface match namespace "
    "new print private protected public readonly require return static switch throw trait try use var "
    "while yield",
)
SQL = language(
    [DASH, BLOCK],
    [DOUBLE, SINGLE],
    "add all alter and as asc begin between by case check column commit constraint create default "
    "delete desc distinct drop else end exists explain foreign from full group having in index inner "
    "insert into is join key left like limit not offset on or order outer primary references returning "
    "right rollback select set table then union unique update using values view when where with",
    any_case=True,
)
LUA_LIKE = language(
    [DASH],
    [DOUBLE, SINGLE],
    "and break case class data deriving do else elseif end for function goto if import in instance let "
    "local module newtype not of or repeat return then type until where while",
)
SETTINGS = language([r"(?<!\S)[#;].*"], [TRIPLE, DOUBLE, SINGLE], "")
STYLES = language(
    [BLOCK, r"(?<!:)//.*"], [DOUBLE, SINGLE], "and from import include media mixin not root to use var"
)
DATA = language([SLASH], [DOUBLE], "")
DOCKER = language(
    [HASH],
    [DOUBLE, SINGLE],
    "ADD ARG AS CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL RUN USER VOLUME WORKDIR",
)
MARKUP = Language(
    re.compile(rf"(?P<n><!--[\s\S]*?(?:-->|\Z))|(?P<w></?[a-zA-Z][\w:.-]*|/?>)|(?P<t>{DOUBLE})"), frozenset()
)
DIFF = Language(
    re.compile(r"(?m)^(?:(?P<n>(?:@@|diff|index|---|\+\+\+).*)|(?P<t>\+.*)|(?P<e>-.*))"), frozenset()
)
LOG = Language(
    re.compile(
        rf"(?P<t>{DOUBLE})|(?P<e>(?i:\b(?:error|fatal|critical|failed|exception|panic)\b))|(?P<v>\d[\w.:]*)"
    ),
    frozenset(),
)

LANGUAGES = {
    name: found
    for names, found in (
        ("py python python3 pytb", PYTHON),
        ("js javascript jsx ts typescript tsx mjs", SCRIPT),
        ("c c++ cc cpp cs c# csharp h hpp java objc scala", C_LIKE),
        ("go golang kotlin kt rs rust swift zig", RUST_LIKE),
        ("bash console sh shell zsh fish make makefile", SHELL),
        ("elixir ex perl pl powershell ps1 r rb ruby", RUBY_LIKE),
        ("php", PHP),
        ("sql mysql postgres", SQL),
        ("haskell hs lua", LUA_LIKE),
        ("conf env hcl ini nginx properties systemd terraform toml yaml yml", SETTINGS),
        ("css less sass scss", STYLES),
        ("json json5 jsonc", DATA),
        ("docker dockerfile", DOCKER),
        ("html svg vue xml", MARKUP),
        ("diff patch", DIFF),
        ("log", LOG),
    )
    for name in names.split()
}


def language_name(info: str) -> str:
    """The language that a fence names (its first word), or nothing."""
    found = NAME.match(info.strip())
    return found[0].lower() if found else ""


def highlight(code: str, name: str) -> str:
    """`code` as HTML text, with <i class> around what has a colour. Unknown languages stay plain."""
    known = LANGUAGES.get(name)
    if known is None:
        return escape(code, quote=False)
    pieces, done = [], 0
    for found in known.pattern.finditer(code):
        pieces.append(escape(code[done : found.start()], quote=False))
        pieces.append(coloured(found, known.words))
        done = found.end()
    pieces.append(escape(code[done:], quote=False))
    return "".join(pieces)


def coloured(found: re.Match[str], words: frozenset[str]) -> str:
    kind, text = found.lastgroup, escape(found[0], quote=False)
    if kind == "word":
        kind = "w" if found[0] in words else "v" if found[0].lower() in VALUES else None
    return f'<i class="{kind}">{text}</i>' if kind else text
