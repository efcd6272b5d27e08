"""Instances of Wick: how one is started under each of the servers that it runs on."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE
from collections.abc import Mapping

from deploy.local import ports
from deploy.local.errors import StartError
from deploy.local.group import Group
from deploy.local.probes import healthy
from deploy.local.process import ROOT
from deploy.local.service import Service

APPLICATION = "chatsite.asgi:application"
FIRST = """
**  Nobody has an account yet. Open this link to set it up; it works once, for a day:
**
**      {link}
"""
DRAIN = 12  # seconds: an instance that ends notifies its clients, and closes their sockets within 5


def service(name: str, port: int, environ: Mapping[str, str], *, proxied: bool = False) -> Service:
    """One instance on 127.0.0.1. `proxied`: behind our Nginx, whose word for the client's address counts."""
    mine = {**environ, "INSTANCE": name, "PORT": str(port)}
    return Service(name, command(port, proxied), healthy(port), mine, grace=DRAIN)


def command(port: int, proxied: bool) -> tuple[str, ...]:
    """By WICK_SERVER: `wick` (the default, Daphne with our fast path), `daphne` as it is, or `uvicorn`."""
    server = os.environ.get("WICK_SERVER", "wick")
    trust = ("--proxy-headers",) if proxied else ()
    daphne = ("-b", "127.0.0.1", "-p", str(port), *trust, APPLICATION)
    if server == "wick":
        return (sys.executable, "-m", "chatsite.server", *daphne)
    if server == "daphne":
        return (sys.executable, "-m", "daphne", "-v", "0", "--websocket_timeout", "-1", *daphne)
    if server == "uvicorn":
        frame = os.environ.get("WICK_FRAME", "65536")
        place = ("--host", "127.0.0.1", "--port", str(port), *(trust or ("--no-proxy-headers",)))
        options = ("--ws-max-size", frame, "--log-level", "warning", "--timeout-graceful-shutdown", "6")
        return (sys.executable, "-m", "uvicorn", *place, *options, APPLICATION)
    raise StartError(f"WICK_SERVER is wick, daphne or uvicorn, not {server!r}.")


async def prepare(group: Group, environ: Mapping[str, str], *options: str) -> None:
    """Bring the database up to date, and see that there is a room to talk in."""
    group.log.say("Preparing the database")
    await group.run("prepare", (sys.executable, "-m", "deploy.local.prepare", *options), environ)


async def setup_text(environ: Mapping[str, str]) -> str:
    """What to do first where nobody has an account; empty where somebody has."""
    command = (sys.executable, "manage.py", "setup", "--json")
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env={**os.environ, **environ}, stdout=PIPE, stderr=PIPE
    )
    output, errors = await process.communicate()
    if process.returncode:
        raise StartError(f"The setup link could not be made: {errors.decode().strip()}")
    link = json.loads(output)["link"]
    return FIRST.format(link=link) if link else ""


def check_port(port: int, variable: str, other: str) -> None:
    """StartError when the port cannot be had. `other`: a command with a `variable` that would go well."""
    try:
        ports.listen(port)
    except PermissionError:
        raise StartError(f"Port {port} is for root alone. {variable} sets another one: {other}") from None
    except OSError:
        raise StartError(
            f"Port {port} is in use by another program. {variable} sets another one: {other}"
        ) from None
