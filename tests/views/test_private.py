"""What browsers, proxies and the cache may keep."""

import pickle
from typing import Any

import pytest
from django.core.cache.backends.redis import RedisCache
from django.test import Client

from chat.models import Room


@pytest.mark.parametrize("address", ["/rooms/", "/rooms/garden/", "/settings/", "/sign-in/"])
def test_nobody_keeps_a_page(as_bob: Client, garden: Room, address: str) -> None:
    assert as_bob.get(address)["Cache-Control"].split(", ").count("no-store") == 1


def test_a_pickle_in_redis_is_never_loaded(redis_url: str) -> None:
    options: dict[str, Any] = {"OPTIONS": {"serializer": "chatsite.cache.JSONSerializer"}}
    cache = RedisCache(redis_url, options)
    try:
        cache.set("kept", {"words": [1, "two"]}, 60)
        assert cache.get("kept") == {"words": [1, "two"]}
        client = cache._cache.get_client(None, write=True)
        client.set(cache.make_and_validate_key("planted"), pickle.dumps({"a": 1}))
        with pytest.raises(ValueError, match=r"decode|JSON|codec"):
            cache.get("planted")
        cache.add("counted", 0, 60)
        assert cache.incr("counted") == 1
    finally:
        cache.close()
