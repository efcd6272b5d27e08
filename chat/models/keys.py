"""Primary keys: UUIDs that we set, in the document's own `_id`, found by one index seek."""

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class KeyField(models.UUIDField):
    """A UUID primary key kept in `_id`."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs |= {
            "primary_key": True,
            "db_column": "_id",
            "default": uuid.uuid4,
            "editable": False,
            "verbose_name": _("ID"),
        }
        super().__init__(**kwargs)
