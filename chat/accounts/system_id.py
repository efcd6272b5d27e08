"""The id of the site's own account: the same everywhere, so that rooms can move (no I/O)."""

import uuid

SYSTEM_ID = uuid.uuid5(uuid.NAMESPACE_URL, "wick:house")
