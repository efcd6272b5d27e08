"""What the kernel must allow before thousands of sockets can be opened from one machine."""

import ipaddress
import resource
import socket

# One source address has about 28,000 ports towards one listener; stay well below.
SOCKETS_PER_ADDRESS = 20_000


def allow_files(count: int) -> None:
    """Raise this process's limit of open files to `count` and a little, or say why it cannot be done."""
    wanted = count + 256
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft >= wanted:
        return
    if 0 <= hard < wanted:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, wanted))
        except (ValueError, OSError) as refused:
            raise SystemExit(
                f"{count} sockets need {wanted} open files, and this user may have {hard}: raise `ulimit -n`."
            ) from refused
        return
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def source(host: str, number: int) -> str | None:
    """The address that socket `number` calls from: 127.0.0.1, .2, … on loopback, else the kernel chooses."""
    if not _is_loopback(host):
        return None
    return f"127.0.0.{1 + number // SOCKETS_PER_ADDRESS}"


def _is_loopback(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost" and socket.gethostbyname(host).startswith("127.")
    return address.version == 4 and address.is_loopback
