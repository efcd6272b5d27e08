"""Work that waits its turn: a queue in MongoDB with leases, retries and a list of what failed for good."""
