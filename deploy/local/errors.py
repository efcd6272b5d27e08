"""What stops a start."""


class StartError(Exception):
    """Something is missing or did not start. Its text says what to do, and is all that is shown."""
