"""Bring a database up to date and see that there is a room to talk in: `manage.py` commands, in one process.

`python -m deploy.local.prepare`, with --static to gather the static files for Nginx, too.
"""

import os
import sys

import django
from django.core.management import call_command


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatsite.settings")
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("upgrade_log")
    call_command("createroom", "general")
    if "--static" in sys.argv:
        call_command("collectstatic", interactive=False, verbosity=0)


if __name__ == "__main__":
    main()
