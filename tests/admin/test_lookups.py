"""What an address of the admin may ask for: nothing beyond the list's own filters."""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db.models import Field, ForeignKey, Model
from django.test import Client, RequestFactory
from django.urls import reverse

from chat.models import User

ENDINGS = ("", "__exact", "__startswith", "__regex", "__gt", "__isnull", "__in")
EVERY = sorted(admin.site._registry, key=lambda model: model._meta.label)
FOR_ADMINISTRATORS = {"files.File", "jobs.Job"}  # nobody else sees these lists, whatever they may


def fields(model: type[Model]) -> Iterator[str]:
    """Every field of a model, and those of the tables beside it."""
    for field in model._meta.get_fields():
        yield field.name
        if field.related_model is not None and isinstance(field.related_model, type):
            beside = [each.name for each in field.related_model._meta.get_fields() if isinstance(each, Field)]
            yield from (f"{field.name}__{name}" for name in beside)


@pytest.fixture
def allowed_to_look(db: None) -> Client:
    """One of the staff with the permission for every list, and no administrator."""
    user = User.objects.create_user("stan", is_staff=True)
    ours = {model._meta.app_label for model in EVERY}
    user.user_permissions.set(Permission.objects.filter(content_type__app_label__in=ours))
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("model", EVERY, ids=lambda model: model._meta.label)
def test_no_list_tells_a_field_by_its_address(model: type[Model], allowed_to_look: Client) -> None:
    address = reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_changelist")
    expected = 403 if model._meta.label in FOR_ADMINISTRATORS else 200
    assert allowed_to_look.get(address).status_code == expected
    site = admin.site._registry[model]
    request = RequestFactory().get(address)
    own = {getattr(each, "parameter_name", None) for each in site.get_list_filter(request)}
    for name in fields(model):
        for ending in ENDINGS:
            lookup = f"{name}{ending}"
            assert lookup in own or not site.lookup_allowed(lookup, "x", request), f"{address}?{lookup}="


@pytest.mark.parametrize(
    "query",
    [
        "user/?email__startswith=a",
        "user/?password__startswith=pbkdf2",
        "user/?password=x",
        "token/?user__email__startswith=a",
        "token/?digest__startswith=a",
        "ban/?user__password__startswith=a",
        "auditentry/?person__email__startswith=a",
        "event/?author__email__startswith=a",
        "event/?text__startswith=a",
        "room/?members__user__email__startswith=a",
    ],
)
def test_a_page_is_refused(query: str, allowed_to_look: Client) -> None:
    assert allowed_to_look.get(f"/admin/chat/{query}").status_code == 400


@pytest.mark.parametrize("query", ["user/?standing=staff", "event/?kind=reaction", "room/?state=open"])
def test_the_filters_of_the_lists_work(query: str, allowed_to_look: Client) -> None:
    assert allowed_to_look.get(f"/admin/chat/{query}").status_code == 200


def test_every_list_has_the_rule() -> None:
    from chat.admin.base import StrictLookups

    assert all(isinstance(site, StrictLookups) for site in admin.site._registry.values())
    assert ForeignKey in {type(field) for model in EVERY for field in model._meta.get_fields()}
