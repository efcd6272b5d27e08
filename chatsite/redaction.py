"""Keeps secrets out of the log."""

import logging
import re

RESET_LINK = re.compile(
    r"(/forgotten/)[^/\s]+/[^/\s]+|(/(?:confirm-email|invite|setup)/)[^/\s]+|(/unsubscribe/)[^/\s]+"
)


class WithoutResetLinks(logging.Filter):
    """For a handler. A link for a new password, or an invitation, is a credential: a line shows only
    where it was."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        if RESET_LINK.search(text):
            record.msg, record.args = RESET_LINK.sub(r"\1\2\3…", text), ()
        return True
