"""Rooms as files, and whether what is stored is right."""
