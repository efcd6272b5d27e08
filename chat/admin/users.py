from typing import Any, cast

from asgiref.sync import async_to_sync
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chat.actions import accounts, email_addresses, newcomers
from chat.actions.naming import display_name
from chat.actors.actor import Actor
from chat.admin.base import ChatAdmin, users_called
from chat.admin.membership import ban_user, kick, make_moderator, suspend, unmake_moderator, unsuspend
from chat.admin.profiles import remove_picture, remove_profile_text
from chat.admin.removal import remove_account
from chat.admin.second_factors import remove_second_factor
from chat.models import User
from chat.protocol.errors import Refused

EPOCH = "1970-01-01T00:00Z"  # before any suspension


class NewUserForm(AdminUserCreationForm):
    """A name that differs from somebody's in the case of its letters only is taken."""

    def clean_username(self) -> str:
        username = str(self.cleaned_data["username"])
        if User.objects.filter(folded=username.casefold()).exists():
            raise ValidationError(_("This name is already taken."))
        return username


class ChangedUserForm(UserChangeForm):
    """A display name by the rules that hold everywhere, and a role, which is given by an action."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=User.Role,
        required=False,
        help_text=_("Guests see only the rooms that they were added to, and the people there."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["role"] = self.instance.role

    def clean_name(self) -> str:
        try:
            return display_name(str(self.cleaned_data["name"]), self.instance)
        except Refused as no:
            raise ValidationError(no.detail) from None


class StandingFilter(admin.SimpleListFilter):
    title = _("standing")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("staff", gettext("Staff")),
            ("guests", gettext("Guests")),
            ("suspended", gettext("Suspended")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        if self.value() == "staff":
            return queryset.filter(is_staff=True)
        if self.value() == "guests":
            return queryset.filter(is_guest=True)
        return queryset.filter(suspended_at__gt=EPOCH) if self.value() == "suspended" else queryset


@admin.register(User)
class ChatUserAdmin(ChatAdmin, UserAdmin):
    """The staff may look and moderate; accounts are changed by those who have Django's permission for it.

    Nobody is deleted: what they said would have no author. Suspend them.
    """

    list_display = ["username", "name", "date_joined", "role_name", "suspended_at"]
    list_filter = [StandingFilter]
    ordering = ["username"]
    search_fields = ["username"]
    search_help_text = _("The start of a user name, a complete email address, or an id.")
    readonly_fields = ["username", "last_login", "date_joined", "suspended_at", "id"]
    fieldsets = [
        (None, {"fields": ["username", "name", "id", "date_joined", "suspended_at"]}),
        (_("Account"), {"fields": ["password", "email", "last_login"]}),
        (_("Rights"), {"fields": ["is_active", "role", "groups", "user_permissions"]}),
    ]
    filter_horizontal = ["user_permissions"]
    autocomplete_fields = ["groups"]  # not a list of all
    add_form = NewUserForm
    form = ChangedUserForm
    actions = [
        suspend,
        unsuspend,
        kick,
        ban_user,
        make_moderator,
        unmake_moderator,
        remove_picture,
        remove_profile_text,
        remove_account,
        remove_second_factor,
    ]

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

    @admin.display(description=_("role"))
    def role_name(self, user: User) -> str:
        return str(user.role.label)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """One's own is changed where the current one is asked for."""
        if id == str(request.user.pk):
            return redirect("settings-password")
        return super().user_change_password(request, id, form_url)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Another address is one that nobody has confirmed. A role is given by its action. A new account is
        welcomed as one that signed up."""
        super().save_model(request, obj, form, change)
        if not change:
            async_to_sync(newcomers.welcome)(obj)
        if change and "email" in form.changed_data:
            email_addresses.forget(obj)
        role = form.cleaned_data.get("role")
        if change and role and role != obj.role:
            self._give_role(request, obj, User.Role(role))

    def _give_role(self, request: HttpRequest, user: User, role: User.Role) -> None:
        try:
            async_to_sync(accounts.set_role)(Actor.of(request.user), str(user.pk), role)
        except Refused as no:
            self.message_user(request, no.detail, messages.ERROR)

    def get_ordering(self, request: HttpRequest) -> Any:
        return ["-suspended_at"] if request.GET.get("standing") == "suspended" else ["username"]

    def found(self, queryset: QuerySet[User], term: str) -> QuerySet[User]:
        """By the start of the name, if nobody is meant exactly. In folded letters, which an index has."""
        if people := users_called(term):
            return queryset.filter(pk__in=people)
        return queryset.filter(folded__startswith=term.removeprefix("@").casefold()).order_by("folded")
