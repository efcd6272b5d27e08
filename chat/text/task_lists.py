"""Lists of tasks: `- [ ] to do` and `- [x] done` (no I/O)."""

import re

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

BOX = re.compile(r"\[([ xX])\] +(?=\S)")


def find_tasks(state: StateCore) -> None:
    """Core rule: an item of a list that begins with a box is a task; its words are the label of the box."""
    for place, token in enumerate(state.tokens):
        if token.type != "list_item_open":
            continue
        inline = next((each for each in state.tokens[place + 1 : place + 3] if each.type == "inline"), None)
        if inline is None or not inline.children:
            continue
        first = inline.children[0]
        if first.type == "text" and (box := BOX.match(first.content)):
            first.content = first.content[box.end() :]
            token.attrSet("class", "task")
            opening = Token("task_open", "label", 1, meta={"done": box[1] != " "})
            inline.children = [opening, *inline.children, Token("task_close", "label", -1)]
