"""Calling what handles something of another version: what that version has added is left out (no I/O)."""

from collections.abc import Callable, Mapping
from functools import cache
from inspect import signature
from typing import Any


def call_with_fields(handler: Callable[..., Any], fields: Mapping[str, Any]) -> Any:
    """`handler` with those of `fields` that it names. TypeError where one that it needs is missing."""
    known = _parameters(_function(handler))
    return handler(**{name: value for name, value in fields.items() if name in known})


def call_with_items(handler: Callable[..., Any], *items: Any) -> Any:
    """`handler` with as many of `items` as it takes. TypeError where there are too few."""
    most = len(_parameters(_function(handler))) - (1 if hasattr(handler, "__self__") else 0)
    return handler(*items[:most])


def _function(handler: Callable[..., Any]) -> Callable[..., Any]:
    """The function of a bound method, which is the same object for every instance."""
    return getattr(handler, "__func__", handler)


@cache
def _parameters(function: Callable[..., Any]) -> frozenset[str]:
    return frozenset(signature(function).parameters)
