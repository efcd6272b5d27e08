"""A day of real chat said again through real sockets of a running server, and what became of it."""
