"""Identities looked up by session or token, and how passwords are hashed."""
