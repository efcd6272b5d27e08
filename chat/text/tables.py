"""Tables, as GitHub has them, with bounds: each cell costs time, and short rows are filled up (no I/O)."""

from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import table as gfm_table
from markdown_it.rules_core import StateCore

MOST_CELLS = 600  # of one message; what is beyond stays as it was typed
_LEFT = "cells"  # in the environment: how many there may still be


def table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Block rule."""
    header = state.src[state.bMarks[start] : state.eMarks[start]]
    if "|" not in header or start + 2 > end:
        return False
    left = state.env.get(_LEFT, MOST_CELLS)
    cells = (header.count("|") + 1) * _lines(state, start, end)
    if cells > left or not gfm_table(state, start, end, silent):
        return False
    if not silent:
        state.env[_LEFT] = left - cells
    return True


def _lines(state: StateBlock, start: int, end: int) -> int:
    """How many lines a table that begins here has at most."""
    line = start
    while line < end and not state.isEmpty(line):
        line += 1
    return line - start


def align_cells(state: StateCore) -> None:
    """Core rule: how a column is aligned is said by an attribute; a style would need leave to be there."""
    for token in state.tokens:
        if token.type in ("th_open", "td_open"):
            style = str(token.attrs.pop("style", ""))
            token.attrSet("dir", "auto")
            if style:
                token.attrSet("data-align", style.rpartition(":")[2])
