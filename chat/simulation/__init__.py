"""People made by programs, who talk on a running server."""
