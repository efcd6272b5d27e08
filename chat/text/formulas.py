"""Formulas in LaTeX, as MathML that browsers draw by themselves (no I/O).

latex2mathml puts texts into its elements as they are, and knows commands that link and define. So only the
elements, attributes and values below are taken from it, and all text is escaped.
"""

import re
from collections.abc import MutableMapping
from html import escape, unescape
from typing import Any
from xml.etree.ElementTree import Element

from django.conf import settings
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline

MARK = "$$"
LONGEST = 400  # characters of a formula
MOST_CHARACTERS = 800  # of all formulas of a message; each takes about 0.01 ms
DEEPEST = 60  # elements within each other

# The texts in these elements are shown; the others have elements in them alone.
TOKENS = {"mi", "mn", "mo", "mtext"}
ELEMENTS = TOKENS | {
    *("math", "mrow", "mfrac", "msqrt", "mroot", "msup", "msub", "msubsup", "munder", "mover", "munderover"),
    *("mspace", "mstyle", "mpadded", "mphantom", "mtable", "mtr", "mtd"),
}
_NAMES = re.compile(r"[a-z]{1,12}(?: [a-z]{1,12}){0,10}")
_LENGTH = re.compile(r"-?[0-3]?(?:\.\d{1,4})?em")
ATTRIBUTES = {
    **dict.fromkeys(("stretchy", "fence", "displaystyle", "accent", "movablelimits"), _NAMES),
    **dict.fromkeys(("mathvariant", "columnalign"), _NAMES),
    **dict.fromkeys(("width", "minsize", "maxsize"), _LENGTH),
    "linethickness": re.compile(r"0(?:em|px|pt)?"),
    "scriptlevel": re.compile(r"[0-2]"),
}
_DEFINITION = re.compile(r"\\(?:(?:re|provide)?newcommand|providecommand|[egx]?def|let|DeclareMathOperator)")


def load() -> None:
    """Reads the library's tables, a quarter of a second, so that nobody waits for it later."""
    if settings.WICK_FORMULAS:
        mathml("x", {}, apart=False)


def formula(state: StateInline, silent: bool) -> bool:
    """Inline rule: LaTeX between two pairs of dollar signs, where the workspace has formulas."""
    start = state.pos + len(MARK)
    if not settings.WICK_FORMULAS or not state.src.startswith(MARK, state.pos):
        return False
    end = state.src.find(MARK, start, min(state.posMax, start + LONGEST + len(MARK)))
    latex = state.src[start:end].strip() if end > 0 else ""
    if not latex:
        return False
    if not silent:
        state.push("formula", "", 0).content = latex
    state.pos = end + len(MARK)
    return True


def set_apart(state: StateCore) -> None:
    """Core rule: a formula that is a paragraph by itself stands apart from the text."""
    for token in state.tokens:
        if token.type == "inline" and len(token.children or ()) == 1:
            only = (token.children or [])[0]
            only.meta["apart"] = only.type == "formula"


def fenced(latex: str, budget: MutableMapping[str, Any]) -> str | None:
    """The same for a block of its own."""
    return mathml(latex, budget, apart=True) if settings.WICK_FORMULAS else None


def mathml(latex: str, budget: MutableMapping[str, Any], *, apart: bool) -> str | None:
    """A formula as HTML; None where it is none that is understood, or beyond what a message may have.

    `budget`: of the message, kept here.
    """
    left = budget.get("formulas", MOST_CHARACTERS) - len(latex)
    budget["formulas"] = left
    if left < 0 or len(latex) > LONGEST or _DEFINITION.search(latex):
        return None
    from latex2mathml.converter import convert_to_element  # half a megabyte of tables

    try:
        made = convert_to_element(latex, display="block" if apart else "inline")
        parts = "".join(_written(child, 0) for child in made)
    except Exception:  # it says what is wrong by a dozen kinds of exceptions, StopIteration among them
        return None
    display = "block" if apart else "inline"
    return f'<math display="{display}" dir="ltr" alttext="{escape(latex)}">{parts}</math>'


def _written(element: Element, depth: int) -> str:
    """An element, with what is allowed of it; of one that is not allowed, what is in it."""
    if depth > DEEPEST:
        raise ValueError
    tag = element.tag
    shown = escape(unescape(element.text or ""), quote=False) if tag in TOKENS else ""
    inner = shown + "".join(_written(child, depth + 1) for child in element)
    if tag not in ELEMENTS:
        return f"<mrow>{inner}</mrow>"
    allowed = [
        f' {name}="{value}"'
        for name, value in element.attrib.items()
        if name in ATTRIBUTES and ATTRIBUTES[name].fullmatch(value)
    ]
    return f"<{tag}{''.join(allowed)}>{inner}</{tag}>"
