from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectionsConfig(AppConfig):
    name = "chat.projections"
    label = "projections"
    verbose_name = _("Projections")

    def ready(self) -> None:
        from chat.events.kinds import MESSAGE
        from chat.projections import directory
        from chat.projections.registry import Projection, Rebuild, register
        from chat.projections.runner import run
        from chat.storage import background, member_counts

        background.register("projections", run)
        register(
            Projection(
                "directory",
                directory.handle,
                kinds=(MESSAGE,),
                lookback=timedelta(days=30),
                rebuild=Rebuild(begin=member_counts.recount),
            )
        )
