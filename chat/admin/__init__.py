"""Moderation in the Django admin: everything is looked at here, and done by chat.actions."""

from chat.admin import audit, bans, events, instances, notices, people, rooms, tokens

__all__ = ["audit", "bans", "events", "instances", "notices", "people", "rooms", "tokens"]
