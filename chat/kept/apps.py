from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KeptConfig(AppConfig):
    name = "chat.kept"
    label = "kept"
    verbose_name = _("Kept messages")

    def ready(self) -> None:
        from chat.events import kinds
        from chat.kept import forgetting, frames
        from chat.projections.registry import Projection, register
        from chat.protocol.client_frames import Keep
        from chat.websocket import own_frames

        own_frames.register(Keep, frames.keep)
        register(Projection("kept", forgetting.handle, kinds=kinds.deleting()))
        forgetting.connect()
