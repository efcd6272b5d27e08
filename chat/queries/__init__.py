"""Reads of what is stored, each bounded and indexed. Functions block."""
