from django.contrib import admin

from chat.admin.base import ChatAdmin
from chat.projections.models import ProjectionState, SetAsideEvent


@admin.register(ProjectionState)
class ProjectionStateAdmin(ChatAdmin):
    """What is made from the log, and how far each has read it."""

    list_display = ["name", "holder", "watermark", "handled", "rebuilt_at"]
    exclude = ["token", "term"]
    actions = None


@admin.register(SetAsideEvent)
class SetAsideEventAdmin(ChatAdmin):
    """Events that a projection could not handle: `manage.py retryevents` has them handled again."""

    list_display = ["id", "at", "attempts", "error"]
    actions = None
