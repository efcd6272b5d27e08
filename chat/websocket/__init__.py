"""WebSockets: letting one in, its session, and the frames that it sends."""
