"""A message as a quotation in another one (no I/O)."""

import re

_MARKS = re.compile(r"([\\*_~`\[\]<&@!#|$])")
CUT = "…"
LEAST = 40  # characters of the quoted text that there has to be room for


def quotation(text: str, name: str, label: str, link: str, longest: int) -> str | None:
    """`text` in Markdown, quoted, below who wrote it and a link to where; its end is left out where it would
    be longer than `longest`. None where there is no room for it at all."""
    author = _MARKS.sub(r"\\\1", name)
    head = f"> **{author}** [{label}]({link})\n"
    quoted = "\n".join(f"> {line}" for line in text.split("\n"))
    left = longest - len(head)
    if left < min(len(quoted), LEAST):
        return None
    return head + (quoted if len(quoted) <= left else quoted[: left - len(CUT)].rstrip() + CUT)
