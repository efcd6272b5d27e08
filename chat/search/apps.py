from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "chat.search"
    label = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from chat.projections.registry import Projection, Rebuild, register
        from chat.search import indexing

        register(
            Projection(
                "search",
                indexing.handle,
                kinds=indexing.wanted_kinds(),
                lookback=timedelta(days=50 * 365),  # all of a log that was there before
                rebuild=Rebuild(end=indexing.drop_orphans),
            )
        )
