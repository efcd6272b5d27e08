from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "chat.files"
    label = "files"
    verbose_name = _("Files")

    def ready(self) -> None:
        from chat.events import kinds
        from chat.files import checking, keeper, orphans, removal, sweeping
        from chat.jobs import kinds as jobs
        from chat.jobs.kinds import JobKind
        from chat.projections.registry import Projection, Rebuild, register
        from chat.storage import attached_files, background

        attached_files.register(keeper)
        jobs.register(JobKind(checking.JOB, checking.handle, attempts=checking.ATTEMPTS))
        jobs.register(JobKind(orphans.JOB, orphans.handle))
        register(
            Projection(
                "files",
                removal.handle,
                kinds=kinds.deleting(),
                lookback=timedelta(days=1),
                rebuild=Rebuild(),
            )
        )
        background.register("files", sweeping.run)
        removal.connect()
