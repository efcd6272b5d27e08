"""A bar on stderr for work that takes long. Nothing is drawn where stderr is no terminal."""

import sys
from typing import Any

from tqdm import tqdm


def bar(total: int | None, unit: str, **options: Any) -> "tqdm[Any]":
    """`total`: how many are expected, None where nobody knows."""
    return tqdm(total=total, unit=f" {unit}", unit_scale=True, disable=None, file=sys.stderr, **options)
