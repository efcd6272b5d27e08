"""MongoDB: collections, the logs of events and of notices, threads for blocking calls."""
