"""`make asyncapi`: writes docs/asyncapi.yaml, which is made from the types of the frames."""

from typing import Any

import yaml

from chat.events import kinds, schema
from chat.protocol import client_frames
from chat.protocol.asyncapi import document
from deploy.local.process import ROOT

FILE = ROOT / "docs" / "asyncapi.yaml"
HEAD = """\
# The wire protocol for machines, made by `make asyncapi` from chat/protocol/: change it there.
# docs/protocol.md explains it to people; our tests hold both, and the server, to each other.
"""


class Dumper(yaml.SafeDumper):
    """What occurs twice is written twice, without anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def text() -> str:
    asked = (*client_frames.FRAMES, *kinds.requests())
    described = document(asked, schema.fields(), schema.rules())
    made: str = yaml.dump(described, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=110)
    return HEAD + made


if __name__ == "__main__":
    FILE.write_text(text())
