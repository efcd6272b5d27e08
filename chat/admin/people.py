from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from chat.admin.base import ChatAdmin, people_called
from chat.admin.membership import ban_person, kick, make_moderator, suspend, unmake_moderator, unsuspend
from chat.models import User

EPOCH = "1970-01-01T00:00Z"  # before any suspension


class NewPerson(AdminUserCreationForm):
    """A name that differs from somebody's in the case of its letters only is taken."""

    def clean_username(self) -> str:
        username = str(self.cleaned_data["username"])
        if User.objects.filter(folded=username.casefold()).exists():
            raise ValidationError("Somebody has this name already.")
        return username


class StandingFilter(admin.SimpleListFilter):
    title = "standing"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("staff", "Staff"), ("suspended", "Suspended")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        if self.value() == "staff":
            return queryset.filter(is_staff=True)
        return queryset.filter(suspended_at__gt=EPOCH) if self.value() == "suspended" else queryset


@admin.register(User)
class PersonAdmin(ChatAdmin, UserAdmin):
    """The staff may look and moderate; accounts are changed by those who have Django's permission for it.

    Nobody is deleted: what they said would have no author. Suspend them.
    """

    list_display = ["username", "name", "date_joined", "is_staff", "suspended_at"]
    list_filter = [StandingFilter]
    ordering = ["username"]
    search_fields = ["username"]
    search_help_text = "The start of a user name, a whole mail address, or an id."
    readonly_fields = ["username", "last_login", "date_joined", "suspended_at", "id"]
    fieldsets = [
        (None, {"fields": ["username", "name", "id", "date_joined", "suspended_at"]}),
        ("Account", {"fields": ["password", "email", "last_login"]}),
        ("Rights", {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]}),
    ]
    add_form = NewPerson
    actions = [suspend, unsuspend, kick, ban_person, make_moderator, unmake_moderator]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._may(request, "add")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who is no administrator changes no administrator."""
        above = obj is not None and obj.is_superuser and not cast(User, request.user).is_superuser
        return self._may(request, "change") and not above

    def _may(self, request: HttpRequest, what: str) -> bool:
        return bool(request.user.is_staff and request.user.has_perm(f"chat.{what}_user"))  # type: ignore[union-attr]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who may not change an account sees of it what everybody sees."""
        if obj is not None and not self.has_change_permission(request, obj):
            return self.fieldsets[:1]
        return super().get_fieldsets(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Rights are given by administrators only."""
        if obj is None:
            return []
        rights = [] if cast(User, request.user).is_superuser else self.fieldsets[2][1]["fields"]
        return [*self.readonly_fields, *rights]

    def get_ordering(self, request: HttpRequest) -> Any:
        return ["-suspended_at"] if request.GET.get("standing") == "suspended" else ["username"]

    def found(self, queryset: QuerySet[User], term: str) -> QuerySet[User]:
        """By the start of the name, if nobody is meant exactly. In folded letters, which an index has."""
        if people := people_called(term):
            return queryset.filter(pk__in=people)
        return queryset.filter(folded__startswith=term.removeprefix("@").casefold()).order_by("folded")
