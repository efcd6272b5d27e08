"""What stops a start."""

import sys
from collections.abc import Callable


class StartError(Exception):
    """Something is missing or did not start. Its text says what to do, and is all that is shown."""


def exit_status(main: Callable[[], int]) -> int:
    """What `main` returns; 1, after its one clear message, when a StartError ends it; 130 for Ctrl-C."""
    try:
        return main()
    except KeyboardInterrupt:
        return 130
    except StartError as error:
        print(f"\n{error}", file=sys.stderr, flush=True)
        return 1
