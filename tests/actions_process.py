"""A process beside the instances that creates accounts and rooms, bans people and so on, as commands do.

`python -m tests.actions_process` reads one JSON object a line, {"do": name, …arguments}, does it through the
project's own actions, and answers with a line {"done": …} or {"failed": "…"}.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from deploy.local.process import ROOT, ends_with_parent


class ActionsProcess:
    """The process. Calls wait for its answer: `actions("ban", by=…, room=…, user=…)`.

    `root` is the checkout whose code it runs.
    """

    module = "tests.actions_process"

    def __init__(self, environ: Mapping[str, str], root: Path = ROOT) -> None:
        self._process = subprocess.Popen(
            ends_with_parent((sys.executable, "-m", self.module)),
            cwd=root,
            env={**os.environ, "INSTANCE": "actions", **environ},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def __call__(self, do: str, **arguments: Any) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": do, **arguments}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline() or '{"failed": "the process ended"}')
        assert "failed" not in answer, f"{do}: {answer['failed']}"
        return answer["done"]

    def close(self) -> None:
        self._process.communicate(timeout=20)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatsite.settings")
    import django

    django.setup()
    from tests import available_actions

    for line in sys.stdin:
        request = json.loads(line)
        try:
            action: Callable[..., Any] = getattr(available_actions, request.pop("do"))
            answer = {"done": action(**request)}
        except Exception as error:
            answer = {"failed": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
