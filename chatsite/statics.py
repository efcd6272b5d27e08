"""Static files under names that change with their content, so that browsers may keep them for ever."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]

from chatsite import bundles


class Statics(CompressedManifestStaticFilesStorage):
    """Also the modules that a script imports, and those that they import: each gets its hashed name. Pages
    get the bundle of a script or a stylesheet where there is one.

    A file that collectstatic did not see keeps its plain name, so that no page fails for it.
    """

    support_js_module_import_aggregation = True
    max_post_process_passes = 20  # the longest chain of imports, with room to grow

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Django's hook, once all files are in their place."""
        if not dry_run:
            made = bundles.make(Path(self.location))
            paths = {**paths, **{name: (self, name) for name in made}}
        yield from super().post_process(paths, dry_run, **options)
        if not dry_run and (what := bundles.missing()):
            print(f"Note: {what}.", file=sys.stderr)

    def stored_name(self, name: str) -> str:
        """Django's hook: the name to ask for. Django itself raises ValueError where there is none."""
        bundle = bundles.name_of(name)
        try:
            found: str = super().stored_name(bundle if bundle in self.hashed_files else name)
            return found
        except ValueError:
            return name  # said at the start (chatsite.announcing), and by /readyz


def sources() -> Iterator[tuple[str, Path]]:
    """Every static file of this version: its name and where it is."""
    for finder in get_finders():
        for name, storage in finder.list([]):
            yield name.replace("\\", "/"), Path(storage.path(name))


def uncollected() -> list[str]:
    """The names of static files that collectstatic did not see before this process began."""
    return sorted(name for name, _ in sources() if name not in _manifest()) if _hashes() else []


def outdated() -> list[str]:
    """The names of collected files whose source is another by now."""
    root = Path(settings.STATIC_ROOT)
    return sorted(name for name, path in sources() if not _same(path, root / name)) if _hashes() else []


def _hashes() -> bool:
    """Do files have other names once they are collected? With DEBUG they are served from where they are."""
    return hasattr(staticfiles_storage, "hashed_files")


def _manifest() -> dict[str, str]:
    found: dict[str, str] = getattr(staticfiles_storage, "hashed_files", {})
    return found


def _same(one: Path, other: Path) -> bool:
    return other.exists() and one.read_bytes() == other.read_bytes()
