"""Names, comments, documents and texts use the terms of the field, and no words that were made up for Wick.

The test finds those of them that have no other use; what is ambiguous is for people to see.
"""

import re
import subprocess
from collections.abc import Iterator

import pytest

from deploy.local.process import ROOT

# Each with the term that is used instead.
WORDS = {
    r"farewell|good-?bye": "shutdown, drain",
    r"deeds?": "actions",
    r"stor(y|ies)": "message history",
    r"house": "site, workspace",
    r"relays?|relayed": "bus",
    r"deaf": "slow readers",
    r"(another|one|each) life": "epoch",
    r"beg(i|a|u)ns? anew|begin_anew": "reset",
    r"(carry|carries|carried|carrying) out": "handle",
    r"(put|puts|putting) (somebody|people|them|her|him) out|put_out": "remove, kick",
    r"be_sure": "ensure_current",
    r"in company": "has_peers",
    r"utils|helpers": "the name of the subject",
}
WORD = re.compile("|".join(rf"(?<![a-z])(?:{each})(?![a-z])" for each in WORDS), re.IGNORECASE)

# Where such a word stands for a reason: the start of a path, the word, and why.
ALLOWED = [
    (
        "",
        "house",
        "the user name of the site's own account, which the version before looks for (decision 60)",
    ),
    ("chat/migrations/", "begin room anew", "what an older version stored"),
    ("chat/models/audit.py", "begin room anew", "what an older version stores"),
    ("docs/decisions/", "", "they say what things were called, and why not any more"),
    ("CHANGELOG.md", "", "it says what things were called"),
    ("CONTRIBUTING.md", "", "it names what is not used"),
    ("tests/test_words.py", "", "this list"),
    ("bench/peers/", "", "programs of others"),
    ("bench/re", "", "results.json and report.md: what a run wrote, in the words of that day"),
    ("package-lock.json", "", "names of packages"),
    ("requirements", "", "names of packages"),
    ("locale/", "", "made from the sources"),
]
# What belongs to other projects: modules of libraries, and Django's admin.
FOREIGN = re.compile(r"(from|import) [\w.]*(utils|helpers)|\w+\.(utils|helpers)\b|import helpers")


def lines() -> Iterator[tuple[str, int, str]]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path.is_symlink() or not path.is_file():
            continue
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue  # a picture
        for number, line in enumerate(text.splitlines(), 1):
            yield name, number, line


def words_in(name: str, line: str) -> list[str]:
    """Those that have no reason to stand there."""
    found = [match.group() for match in WORD.finditer(FOREIGN.sub("", line))]
    return [
        word
        for word in found
        if not any(
            name.startswith(start) and (not reason_for or word.lower() in reason_for.lower())
            for start, reason_for, _ in ALLOWED
        )
    ]


def test_the_words_of_the_field_are_used() -> None:
    found = [
        f"{name}:{number}: {', '.join(words)}"
        for name, number, line in lines()
        if (words := words_in(name, line))
    ]
    assert found == []


@pytest.mark.parametrize("line", ["def say_farewell(", "the deaf ones", "carried out by", "chat_utils = 1"])
def test_a_word_that_was_made_up_is_found(line: str) -> None:
    assert words_in("chat/new.py", line)


@pytest.mark.parametrize("line", ["from django.utils import timezone", "a historyless store", "helperless"])
def test_what_belongs_to_others_is_not(line: str) -> None:
    assert words_in("chat/new.py", line) == []
