"""Django's admin on a site of our own. It is chosen before any model is loaded, so it knows none."""

from collections.abc import Iterable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext_lazy as _

from chatsite.mongo import apps

# Secrets of second factors, keys of sessions and links: they are changed through actions only.
NOT_SHOWN = {"account", "mfa", "socialaccount", "usersessions"}


class SiteConfig(apps.AdminConfig):
    default_site = "chatsite.admin.Site"


class Site(AdminSite):
    """For the staff of the site, as long as they are not suspended; with STAFF_SECOND_FACTOR, after they have
    shown one."""

    site_header = site_title = settings.SITE_NAME
    index_title = _("Moderation")

    def register(
        self,
        model_or_iterable: type[Model] | Iterable[type[Model]],
        admin_class: Any = None,
        **options: Any,
    ) -> None:
        """Leaves out what allauth registers for itself."""
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else list(model_or_iterable)
        shown = [model for model in models if model._meta.app_label not in NOT_SHOWN]
        super().register(shown, admin_class, **options)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """An id that can be none of its kind, where Django itself lets the error through, is nothing here."""

        @wraps(view)
        def found(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except ValidationError:
                raise Http404 from None

        return super().admin_view(found, cacheable)

    def each_context(self, request: HttpRequest) -> dict[str, object]:
        return {**super().each_context(request), "version": settings.VERSION}

    def has_permission(self, request: HttpRequest) -> bool:
        return self._is_staff(request) and self._showed_second_factor(request)

    def _showed_second_factor(self, request: HttpRequest) -> bool:
        from chatsite.second_factor import was_shown  # Models cannot be imported before the apps are.

        return not settings.STAFF_SECOND_FACTOR or was_shown(request)

    def _is_staff(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and not getattr(request.user, "is_suspended", False)

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: object = None
    ) -> HttpResponse:
        """One page for it, which keeps the person's other pages signed in, and has the limit."""
        return redirect("settings-password")

    def login(self, request: HttpRequest, extra_context: object = None) -> HttpResponse:
        """Goes to the one sign-in, which has the one limit, and comes back."""
        if request.user.is_authenticated and not self._is_staff(request):
            raise PermissionDenied(_("Your account may not use the admin."))
        wanted = request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
            wanted = reverse("admin:index")
        if not self._is_staff(request):
            return redirect(f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': wanted})}")
        if self.has_permission(request):
            return redirect(wanted)
        from chatsite.second_factor import ask_for_it  # as above

        return ask_for_it(request, wanted)
