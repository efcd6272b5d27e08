"""Events of a room's log: a module for each kind, and what all of them go through (no I/O)."""
