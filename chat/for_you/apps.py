from datetime import timedelta

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class ForYouConfig(AppConfig):
    name = "chat.for_you"
    label = "for_you"
    verbose_name = _("For you")

    def ready(self) -> None:
        from chat.events import kinds
        from chat.events.kinds import MESSAGE
        from chat.for_you import live, making, removal
        from chat.projections.registry import Projection, Rebuild, register
        from chat.realtime import hub

        register(
            Projection(
                "for_you",
                making.handle,
                kinds=(MESSAGE, *kinds.settling()),
                lookback=timedelta(days=settings.WICK_FOR_YOU_DAYS),
                rebuild=Rebuild(removal.mark_stale, removal.drop_stale),
            )
        )
        hub.areas.append(live.attach)
        removal.connect()
