"""A paginator for lists over collections that are too large to count."""

from typing import Any

from django.core.paginator import Paginator
from django.db import connections
from django.utils.functional import cached_property


class BoundedPaginator(Paginator):
    """Counts at most MOST rows of a filtered list, and asks the collection's own estimate for a whole one.

    Beyond MOST the way to older rows is a narrower filter. The estimate costs nothing; after a crash of
    the server it may be off by what had just been written, so that the last page is short or missing.
    """

    MOST = 10_000
    COUNTED = "pk"  # a field that the indexes of the filters have, so that no row is read to be counted

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        query = rows.query
        if query.where or query.distinct:
            return rows.order_by().values(self.COUNTED)[: self.MOST].count()
        connection: Any = connections[rows.db]
        return connection.get_collection(query.get_meta().db_table).estimated_document_count()
