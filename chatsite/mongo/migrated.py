"""Whether the database is ready for this code.

MongoDB makes a collection when something is first stored in it, without the indexes that keep names and
places apart. So on a database that was never migrated everything seems to work, and works wrongly.
"""

from functools import cache

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


class NotMigrated(Exception):
    """The database lacks migrations. The message says which, and what to do."""


def unapplied() -> list[str]:
    """The migrations of this code that the database does not have, such as chat.0001_initial. Blocks."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


@cache  # what is applied stays so
def expect_migrated() -> None:
    """Returns if the database has every migration of this code. Blocks. Raises NotMigrated."""
    if missing := unapplied():
        raise NotMigrated(f"The database lacks {', '.join(missing)}: run `manage.py migrate` first.")
