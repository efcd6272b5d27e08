from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "chat.jobs"
    verbose_name = _("Jobs")

    def ready(self) -> None:
        from chat.jobs.runner import run_jobs
        from chat.storage import background

        background.register("jobs", run_jobs)
