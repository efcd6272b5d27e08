from django.contrib import admin
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chat.admin.base import ChatAdmin
from chat.models import Instance

# As an instance stores it, and as the page says it.
LAYERS: dict[str, Promise] = {
    "memory": _("In memory"),
    "redis": _("Redis"),
    "redis, broken": _("Redis, not answering"),
}


@admin.register(Instance)
class InstanceAdmin(ChatAdmin):
    """The serving processes, as they last said of themselves."""

    list_display = ["name", "seen_at", "started_at", "sockets", "people", "rooms", "channel_layer", "pid"]
    fields = ["name", "started_at", "seen_at", "sockets", "people", "rooms", "channel_layer", "pid", "level"]
    actions = None

    @admin.display(description=_("channel layer"))
    def channel_layer(self, instance: Instance) -> str:
        return str(LAYERS.get(instance.layer, instance.layer))
