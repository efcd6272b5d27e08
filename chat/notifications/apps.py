from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "chat.notifications"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        from chat.jobs import kinds
        from chat.jobs.kinds import JobKind
        from chat.notifications import looking, page_frames, signals  # noqa: F401  signals are registered by being imported
        from chat.notifications.digest import send_digest
        from chat.notifications.planning import EMAIL, PUSH, TEST, notify_of
        from chat.notifications.pushing import send_push, send_test
        from chat.projections.registry import Projection, register
        from chat.realtime import hub

        kinds.register(JobKind(PUSH, send_push))
        kinds.register(JobKind(TEST, send_test, attempts=1))
        kinds.register(JobKind(EMAIL, send_digest, together=True))
        register(Projection("notifications", notify_of, kinds=("message",), lookback=timedelta(0)))
        hub.areas.extend((page_frames.attach, looking.attach))
