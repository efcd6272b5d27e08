"""Whom a message is reported to, and how: in the page, by web push, by email (docs/decisions/0057)."""
