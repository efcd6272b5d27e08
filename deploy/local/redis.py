"""A private Redis: the channel layer and the cache of a local cluster. Nothing in it has to last."""

from pathlib import Path

from deploy.local.packages import program
from deploy.local.probes import answers
from deploy.local.service import Service

CONFIG = """\
bind 127.0.0.1
port {port}
dir "{directory}"
save ""
appendonly no
# An instance that is busy for a moment reads late. Redis should wait for it rather than cut it off.
client-output-buffer-limit pubsub 256mb 64mb 60
maxclients 10000
"""


def service(directory: Path, port: int) -> Service:
    """redis-server on this port, with its configuration in `directory`."""
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / "redis.conf"
    path.write_text(CONFIG.format(port=port, directory=directory))
    command = (program("redis-server", "redis-server"), str(path))
    return Service("redis", command, answers(port, b"PING\r\n", b"+PONG"), grace=5, aloud=False)
