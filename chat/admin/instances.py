from django.contrib import admin

from chat.admin.base import ChatAdmin
from chat.models import Instance


@admin.register(Instance)
class InstanceAdmin(ChatAdmin):
    """The serving processes, as they last said of themselves."""

    list_display = ["name", "seen_at", "started_at", "sockets", "people", "rooms", "layer", "pid"]
    actions = None
