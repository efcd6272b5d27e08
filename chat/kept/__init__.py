"""Kept messages: each person's own list of messages to come back to. Nobody else learns of it."""
