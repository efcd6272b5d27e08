"""Importing django-mongodb-backend without its search for GDAL, which Wick has no use for.

It looks for geographic libraries three times, by a dozen names each. For every name `find_library` starts
ldconfig, and gcc and ld where they are installed: half a second to two seconds of each start of a process.
"""

import ctypes.util
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_gis() -> Iterator[None]:
    """What is imported meanwhile finds no library of the system, as if it were not installed."""
    found = ctypes.util.find_library
    ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = found
