"""Another commit of Wick, measured beside this one in the same run, on a database of its own."""

import sys
from collections.abc import Mapping
from pathlib import Path

from bench.programs import said

NAME = "before"
EARLIER = {"bench.workspace": "bench.people"}  # what modules were called in commits that lack them


class Before:
    """The files of `commit` in `directory`. Its commands run there, with the packages installed here."""

    def __init__(self, commit: str, directory: Path, environ: Mapping[str, str]) -> None:
        self.commit, self.directory = commit, directory
        self.environ = {
            **site_of_its_own(environ, NAME),
            "VAR_DIR": str(directory / "var"),
            "STATIC_ROOT": str(directory / "static_root"),
        }

    def command(self, *arguments: str) -> tuple[str, ...]:
        """`python …` as that commit has it."""
        return ("env", "-C", str(self.directory), sys.executable, *map(self._name_there, arguments))

    def _name_there(self, argument: str) -> str:
        if argument not in EARLIER or (self.directory / f"{argument.replace('.', '/')}.py").exists():
            return argument
        return EARLIER[argument]

    async def prepare(self) -> None:
        """Lays out its files, and brings its database up to date."""
        self.directory.mkdir()
        archive = str(self.directory.with_suffix(".tar"))
        await said("git", "archive", "--output", archive, self.commit)
        await said("tar", "-x", "-f", archive, "-C", str(self.directory))
        await said(*self.command("-m", "deploy.local.prepare"), environ=self.environ)

    def on(self, mongodb: str) -> Mapping[str, str]:
        """The same on the MongoDB at another address."""
        return Before(self.commit, self.directory, {**self.environ, "MONGODB_URI": mongodb}).environ


def site_of_its_own(environ: Mapping[str, str], name: str) -> dict[str, str]:
    """The settings of another site on the same MongoDB and Redis: its instances do not hear those of the
    first."""
    uri, _, options = environ["MONGODB_URI"].partition("?")
    return {**environ, "MONGODB_URI": f"{uri.rpartition('/')[0]}/{name}?{options}", "REDIS_PREFIX": name}
