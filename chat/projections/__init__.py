"""Readers of the log that keep something made from it: a projection each (docs/architecture.md).

Other product areas register theirs in `AppConfig.ready`:

    from chat.projections.registry import Projection, register

    register(Projection("for_you", handle, kinds=("message", "delete", "restore")))
"""
