"""Django's admin on a site of our own. It is chosen before any model is loaded, so it knows none."""

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest

from chatsite.mongo import apps


class AdminConfig(apps.AdminConfig):
    default_site = "chatsite.admin.Site"


class Site(AdminSite):
    """For the staff of the house, as long as they are not suspended."""

    site_header = site_title = settings.SITE_NAME
    index_title = "Moderation"

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and not getattr(request.user, "is_suspended", False)
