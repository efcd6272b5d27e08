"""Who acts, and by what they are known (no I/O)."""
