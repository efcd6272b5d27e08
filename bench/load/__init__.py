"""The load generator: many WebSocket clients in one process, cheap enough to outrun the servers it loads."""
