from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chat.admin.base import ChatAdmin, ids
from chat.models import Notice, User
from chat.storage import notice_log

SENTENCES = {
    notice_log.USER: _("Account changed: %(user)s"),
    notice_log.SESSION: _("A browser was signed out"),
    notice_log.RENEWED: _("%(user)s changed the password and stayed signed in"),
    notice_log.TOKEN: _("A token was revoked"),
    notice_log.ROOM: _("The room %(room)s was changed"),
    notice_log.LEFT: _("%(user)s is no longer in %(room)s (%(reason)s)"),
    notice_log.MEMBERS: _("The members of %(room)s changed"),
    notice_log.PROFILE: _("Profile changed: %(user)s"),
    notice_log.NEWS: _("Announcement: %(text)s"),
    notice_log.APPENDED: _("The room %(room)s has new events"),
    notice_log.WORKSPACE: _("The settings of the workspace were changed"),
}

REASONS = {"kicked": _("removed"), "banned": _("banned")}


class NoticeList(ChangeList):
    """A page of notices that know the names of the people they are about."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        names = names_in(self.result_list)
        for notice in self.result_list:
            notice.names = names


@admin.register(Notice)
class NoticeAdmin(ChatAdmin):
    """What was sent to open connections and is not an event of a room."""

    list_display = ["seq", "at", "description"]
    fields = ("seq", "at", "description")
    readonly_fields = fields
    actions = None

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return NoticeList

    @admin.display(description=_("what happened"))
    def description(self, notice: Notice) -> str:
        names = getattr(notice, "names", None)
        return sentence(notice, names_in([notice]) if names is None else names)


def names_in(notices: list[Notice]) -> dict[str, str]:
    """The user names of the people whom notices are about, by their ids. One query."""
    wanted = ids({str(notice.data["user"]) for notice in notices if "user" in notice.data})
    found = User.objects.filter(pk__in=wanted).values_list("pk", "username") if wanted else ()
    return {str(key): f"@{username}" for key, username in found}


def sentence(notice: Notice, names: dict[str, str]) -> str:
    """What a notice says; of a kind that a newer version made, its kind."""
    data = {name: str(value) for name, value in notice.data.items()}
    data["reason"] = str(REASONS.get(data.get("reason", ""), ""))
    data["user"] = names.get(data.get("user", ""), gettext("a deleted account"))
    try:
        return str(SENTENCES[notice.kind]) % data
    except KeyError:
        return notice.kind
