"""What a process used, read from /proc, and what a series of readings amounts to."""
