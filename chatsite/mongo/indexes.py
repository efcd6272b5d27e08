"""Kinds of index that Django's Meta.indexes has no word for."""

from typing import Any

from django.db.models import Index
from pymongo.operations import IndexModel


class ExpiryIndex(Index):
    """Has MongoDB delete a document once the date in the (one) indexed field has passed.

    A background task of the server does so about every 60 seconds, so readers must still check the date.
    """

    def get_pymongo_index_model(self, *args: Any, **kwargs: Any) -> IndexModel:
        index = super().get_pymongo_index_model(*args, **kwargs)  # type: ignore[misc]
        index.document["expireAfterSeconds"] = 0
        return index
