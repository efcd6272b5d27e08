from typing import Any

from chat.actions.upgrades import upgrade_log
from chat.management.action import ActionCommand, Said
from chat.management.progress import bar
from chat.storage import event_log


class Command(ActionCommand):
    help = (
        "Gives events that an older version stored the keys of this one. Run it once after an upgrade, when "
        "no instance of the older version serves any more; afterwards there is no way back to that version. "
        "Instances of this version keep serving meanwhile. If it was interrupted, run it again to "
        "continue."
    )

    def act(self, **_: Any) -> Said:
        seen = 0
        with bar(event_log.estimate(), "events") as progress:

            def count(more: int) -> None:
                nonlocal seen
                seen += more
                progress.update(more)

            changed = upgrade_log(count)
        sentence = f"The log has its new keys: {seen:,} events." if changed else "The log has them already."
        return Said(sentence, {"changed": changed, "events": seen})
