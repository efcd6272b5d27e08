"""`make messages`: collects the texts of pages, mails and scripts into locale/, and compiles translations."""

import os
import sys

import django
from django.core.management import call_command

from chatsite.languages import SOURCE
from deploy.local.errors import exit_status
from deploy.local.needs import see_to
from deploy.local.process import ROOT

LOCALE = ROOT / "locale"
# What nobody reads on a page. Folders such as .venv are left out by Django itself.
IGNORED = ["bench/*", "deploy/*", "docs/*", "node_modules/*", "tests/*", "var/*", "chat/management/*"]


def languages() -> list[str]:
    """The folders of the languages that there are; English's is made where there is none."""
    return sorted({SOURCE, *(path.name for path in LOCALE.iterdir())} if LOCALE.exists() else {SOURCE})


def collect() -> None:
    """No lines of the sources are named: every change of a file would be one of the catalogs too."""
    for domain in ("django", "djangojs"):
        call_command(
            "makemessages",
            locale=languages(),
            domain=domain,
            ignore_patterns=IGNORED,
            no_location=True,
            no_obsolete=True,
            verbosity=0,
        )


def main() -> int:
    see_to("xgettext")
    os.chdir(ROOT)
    LOCALE.mkdir(exist_ok=True)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatsite.settings")
    os.environ["DEBUG"] = "true"  # the settings need a secret key, or this
    django.setup()
    collect()
    translated = [name for name in languages() if name != SOURCE]
    if translated:
        call_command("compilemessages", locale=translated, verbosity=0)
    return 0


if __name__ == "__main__":
    sys.exit(exit_status(main))
