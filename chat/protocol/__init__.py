"""The wire: frames in, replies out, their errors (no I/O)."""
