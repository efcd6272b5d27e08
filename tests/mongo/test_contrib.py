"""Django's own apps on MongoDB: admin with its log, auth with groups and permissions, messages."""

import re
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group, Permission
from django.contrib.auth.views import PasswordResetConfirmView, PasswordResetView
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import include, path

from chat.models import User
from chatsite.mongo.paginator import BoundedPaginator

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
site = admin.AdminSite(name="admin")


@admin.register(LogEntry, site=site)
class LogEntryAdmin(admin.ModelAdmin):
    list_display = ["action_time", "user", "content_type"]
    list_select_related = ["user", "content_type"]
    list_filter = ["action_flag"]
    search_fields = ["object_repr"]
    paginator = BoundedPaginator
    show_full_result_count = False


site.register(Group, GroupAdmin)
confirm = PasswordResetConfirmView.as_view(success_url="/")
auth_urls = [
    path("reset/", PasswordResetView.as_view(success_url="/"), name="password_reset"),
    path("reset/<uidb64>/<token>/", confirm, name="password_reset_confirm"),
]
urlpatterns = [path("admin/", site.urls), path("", include(auth_urls))]


@pytest.fixture
def operator(client: Client) -> User:
    operator = User.objects.create_superuser("operator", "operator@example.org", "correct horse")
    signed_in = client.post(
        "/admin/login/?next=/admin/", {"username": "operator", "password": "correct horse"}
    )
    assert signed_in.status_code == 302
    return operator


def page(response: Any) -> str:
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.usefixtures("operator")
def test_a_group_is_made_changed_and_deleted_in_the_admin(client: Client) -> None:
    view, change = Permission.objects.filter(codename__in=["view_room", "change_room"]).order_by("-codename")
    made = client.post("/admin/auth/group/add/", {"name": "Support", "permissions": [view.pk]}, follow=True)
    assert "was added successfully" in page(made)
    group = Group.objects.get(name="Support")
    assert list(group.permissions.all()) == [view]

    form = {"name": "Hosts", "permissions": [view.pk, change.pk]}
    client.post(f"/admin/auth/group/{group.pk}/change/", form)
    group.refresh_from_db()
    assert (group.name, group.permissions.count()) == ("Hosts", 2)
    assert "Hosts" in page(client.get("/admin/auth/group/?q=host"))
    assert "Changed" in page(client.get(f"/admin/auth/group/{group.pk}/history/"))

    client.post(f"/admin/auth/group/{group.pk}/delete/", {"post": "yes"})
    assert not Group.objects.exists()
    assert LogEntry.objects.count() == 3


def test_lists_page_filter_and_search(client: Client, operator: User) -> None:
    kind = ContentType.objects.get_for_model(Group)
    LogEntry.objects.bulk_create(
        LogEntry(user=operator, content_type=kind, object_repr=f"thing {n}", action_flag=1 + n % 2)
        for n in range(150)
    )
    address = "/admin/admin/logentry/"
    assert "150 log entries" in page(client.get(address))
    assert "75 log entries" in page(client.get(address, {"action_flag__exact": 2}))
    assert "11 results" in page(client.get(address, {"q": '"thing 14"'}))
    assert "operator" in page(client.get(address, {"p": 2}))


@pytest.mark.usefixtures("operator")
def test_a_bulk_action_deletes_what_is_ticked(client: Client) -> None:
    groups = Group.objects.bulk_create(Group(name=f"group {n}") for n in range(5))
    ticked = {"action": "delete_selected", "_selected_action": [group.pk for group in groups[:3]]}
    client.post("/admin/auth/group/", {**ticked, "post": "yes"})
    assert sorted(Group.objects.values_list("name", flat=True)) == ["group 3", "group 4"]


def test_permissions_come_through_groups(django_user_model: Any) -> None:
    person = django_user_model.objects.create_user("ada")
    hosts = Group.objects.create(name="Hosts")
    hosts.permissions.add(Permission.objects.get(codename="change_room"))
    assert not person.has_perm("chat.change_room")
    person.groups.add(hosts)
    again = django_user_model.objects.get(pk=person.pk)
    assert again.has_perm("chat.change_room")
    assert not again.has_perm("chat.delete_room")


def test_a_forgotten_password_is_reset(client: Client, mailoutbox: list[Any]) -> None:
    User.objects.create_user("ada", "ada@example.org", "old and forgotten")
    client.post("/reset/", {"email": "ada@example.org"})
    [address] = re.findall(r"http://testserver(/reset/\S+)", mailoutbox[0].body)
    form = client.get(address, follow=True)
    new = {"new_password1": "new and known", "new_password2": "new and known"}
    client.post(form.redirect_chain[-1][0], new)
    assert client.login(username="ada", password="new and known")
