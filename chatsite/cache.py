"""How values are stored in Redis: as JSON, which cannot run code when it is read."""

import json
from typing import Any


class JSONSerializer:
    """For Django's Redis cache (OPTIONS["serializer"]). Integers stay bare, so that Redis can add to them."""

    def dumps(self, value: Any) -> bytes | int:
        return value if type(value) is int else json.dumps(value).encode()

    def loads(self, data: bytes) -> Any:
        return json.loads(data)
