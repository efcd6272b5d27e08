"""What all our pages in the admin share."""

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from chat.models import User
from chatsite.mongo.paginator import BoundedPaginator


class StrictLookups(admin.ModelAdmin):
    """A list is filtered by its own filters only. Django takes any field, and those of other tables, in an
    address (`?password__startswith=`), by which a hidden one could be read letter by letter."""

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        chosen = self.list_filter if request is None else self.get_list_filter(request)
        return lookup in {getattr(each, "parameter_name", None) for each in chosen}


class ChatAdmin(StrictLookups):
    """Every member of the staff may look. Nothing is added, changed or deleted but by actions.

    Lists are paged without counting to their end, and sorted only as an index has it.
    """

    paginator = BoundedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    sortable_by: ClassVar[Any] = ()
    actions_on_bottom = True

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(request.user.is_staff)  # type: ignore[union-attr]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By `found`, which has to ask in a way that an index serves. Django's own would read everything."""
        term = search_term.strip()
        return (self.found(queryset, term) if term else queryset), False

    def found(self, queryset: QuerySet[Any], term: str) -> QuerySet[Any]:
        """Those that somebody means who types `term`, which is not empty."""
        return queryset.none()

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """With a button for each action, as the list has them."""
        if context.get("original") is not None and not context.get("is_popup"):
            actions = self.get_actions(request) or {}
            names = {"verbose_name_plural": self.opts.verbose_name_plural}
            context["moves"] = [(each[1], each[2] % names) for each in actions.values() if each]
        return super().render_change_form(request, context, *args, **kwargs)


admin.site.unregister(Group)


@admin.register(Group)
class StrictGroupAdmin(StrictLookups, GroupAdmin):
    """Django's own list of groups."""


def users_called(term: str) -> list[UUID]:
    """Whom a word means: a user name, a complete email address, or an id. One seek each."""
    called = list(User.objects.filter(folded=term.removeprefix("@").casefold()).values_list("pk", flat=True))
    if called:
        return called
    if "@" in term:
        return list(User.objects.filter(email=term).values_list("pk", flat=True)[:100])
    return ids([term])


def ids(terms: Iterable[str]) -> list[UUID]:
    """Those of the words that are UUIDs."""
    found = []
    for term in terms:
        try:
            found.append(UUID(term))
        except ValueError:
            continue
    return found
