"""Moderation in the Django admin: everything is looked at here, and done by chat.actions."""

from chat.admin import audit, bans, events, instances, invitations, jobs, notices, rooms, tokens, users

__all__ = [
    "audit",
    "bans",
    "events",
    "instances",
    "invitations",
    "jobs",
    "notices",
    "rooms",
    "tokens",
    "users",
]
