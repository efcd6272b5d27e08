"""How many files this process may open. A socket is one, and so are a page's connection and MongoDB's."""

import resource
from functools import cache

SPARE = 256  # for MongoDB, Redis, pages and Python itself
FEW = 1000  # sockets, below which an operator should know


@cache
def most_files() -> int:
    """Raises this process's soft limit to the hard one, once; the limit then."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
            soft = hard
        except (ValueError, OSError):  # not everywhere is it allowed to be without any limit
            pass
    return 2**31 - 1 if soft == resource.RLIM_INFINITY else soft


def most_sockets() -> int:
    """How many sockets fit, so that the rest of the work has files left."""
    files = most_files()
    return max(files - SPARE, files // 2)
