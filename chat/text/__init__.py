"""What people write: Markdown, links, code, names (no I/O)."""
