"""Who is still there: a ping for each socket that is silent, and an end to those that do not answer.

Daphne leaves this to autobahn, which makes a random payload and a timer for each ping and then waits for
just that payload: ten thousand idle sockets cost a sixth of a core. Here whatever comes from a client
proves that it is there.
"""

import time

from chatsite.inbound import DirectProtocol


class AliveProtocol(DirectProtocol):
    """`--ping-interval` and `--ping-timeout` mean what they mean to Daphne."""

    received_at = 0.0  # monotonic time at which bytes came in last
    asked: float | None = None  # when it was pinged since then

    def dataReceived(self, data: bytes) -> None:
        self.received_at = time.monotonic()
        self.asked = None
        super().dataReceived(data)

    def check_timeouts(self) -> None:
        """Daphne's hook, called for each connection every other second."""
        if self.state != self.STATE_OPEN:
            super().check_timeouts()
            return
        now = time.monotonic()
        if self.asked is not None:
            if now - self.asked > self.server.ping_timeout:
                self.transport.abortConnection()
        elif now - self.received_at > self.server.ping_interval:
            self.asked = now
            self.sendPing()
