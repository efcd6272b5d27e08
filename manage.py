#!/usr/bin/env python
"""Django's command line, for this project."""

import os
import sys


def main() -> int:
    """The exit status. Ctrl-C, and a MongoDB that is away, are no reason for a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatsite.settings")
    try:
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        from chatsite.mongo.errors import in_a_line, is_away

        if not is_away(error) or "--traceback" in sys.argv:
            raise
        print(f"Error: {in_a_line(error)}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
