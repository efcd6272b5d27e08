"""Text like that of a chat, out of invented words: few words are used all the time, most of them hardly ever
(Zipf's law), and messages have a dozen words, some of them very many. The same in every run."""

import random
from collections.abc import Iterator
from itertools import accumulate, islice, product

WORDS = 50_000
SYLLABLES = [first + second for first, second in product("bdfgklmnprstvz", "aeiou")]
LINKS = 0.05  # of all messages
MIDDLE, SPREAD = 2.2, 0.7  # of the logarithm of how many words a message has


def vocabulary() -> list[str]:
    """The words, the most common one first: short ones before long ones."""
    of_two = ("".join(pair) for pair in product(SYLLABLES, repeat=2))
    of_three = ("".join(three) for three in product(SYLLABLES, repeat=3))
    words = [*SYLLABLES, *of_two]
    return words + list(islice(of_three, WORDS - len(words)))


def messages(count: int) -> Iterator[str]:
    chance = random.Random(1)
    words = vocabulary()
    weights = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))
    for _ in range(count):
        length = max(1, min(400, round(chance.lognormvariate(MIDDLE, SPREAD))))
        text = " ".join(chance.choices(words, cum_weights=weights, k=length))
        yield f"{text} https://{text[:2]}.example/" if chance.random() < LINKS else text
