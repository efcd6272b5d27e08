"""What can only be read: the audit log, notices, instances. And tokens, which can be revoked."""

import asyncio
from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client

from chat.actions import tokens
from chat.models import AuditEntry, Instance, Token, User
from chat.storage import notice_log
from tests.admin.conftest import Moderate, page

rename_audited_actions = import_module("chat.migrations.0023_names_in_the_audit_log").rename


@pytest.fixture
def entry(staff: Client, ann: User, moderate: Moderate) -> AuditEntry:
    moderate(staff, "user", "suspend", ann.pk, reason="spam")
    return AuditEntry.objects.get()


def test_the_audit_log_is_read(staff: Client, entry: AuditEntry) -> None:
    for term in ("", "ann", "stan"):
        assert "Stan suspend ann - spam" in page(staff.get("/admin/chat/auditentry/", {"q": term}))
    assert "0 audit log" in page(staff.get("/admin/chat/auditentry/", {"q": "nobody"}))
    assert "spam" in page(staff.get(f"/admin/chat/auditentry/{entry.pk}/change/"))


def test_an_entry_of_the_version_before_reads_like_one_of_this(staff: Client, entry: AuditEntry) -> None:
    AuditEntry.objects.update(action="let in again")
    assert "Stan lift suspension ann - spam" in page(staff.get("/admin/chat/auditentry/"))
    rename_audited_actions(apps, None)
    assert AuditEntry.objects.get().action == "lift suspension"


def test_nobody_changes_the_audit_log(root: Client, entry: AuditEntry) -> None:
    before = AuditEntry.objects.values().get()
    address = f"/admin/chat/auditentry/{entry.pk}"
    assert root.post("/admin/chat/auditentry/add/", {"action": "x"}).status_code == 403
    assert root.post(f"{address}/change/", {"reason": "x", "_save": "Save"}).status_code == 403
    assert root.post(f"{address}/delete/", {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [str(entry.pk)], "post": "yes"}
    root.post("/admin/chat/auditentry/", chosen)
    assert AuditEntry.objects.values().get() == before


def test_notices_and_instances_are_read_only(root: Client) -> None:
    seq = notice_log.append(notice_log.NEWS, text="hello")
    now = datetime.now(UTC)
    Instance.objects.create(name="one", started_at=now, seen_at=now, layer="memory", pid=1)
    assert "Announcement: hello" in page(root.get("/admin/chat/notice/"))
    assert "one" in page(root.get("/admin/chat/instance/"))
    for address in (f"notice/{seq}", "instance/one"):
        assert root.get(f"/admin/chat/{address}/change/").status_code == 200
        assert root.post(f"/admin/chat/{address}/change/", {"_save": "Save"}).status_code == 403
        assert root.post(f"/admin/chat/{address}/delete/", {"post": "yes"}).status_code == 403


def test_a_token_is_revoked_by_those_who_may(
    root: Client, staff: Client, ann: User, moderate: Moderate
) -> None:
    asyncio.run(tokens.create(ann, ann, "bot"))
    token = Token.objects.get()
    assert staff.get("/admin/chat/token/").status_code == 403
    assert "bot" in page(root.get("/admin/chat/token/", {"q": "ann"}))
    assert token.digest not in root.get(f"/admin/chat/token/{token.pk}/change/").content.decode()
    assert moderate(root, "token", "revoke", token.pk).startswith("Revoked: bot of")
    assert not Token.objects.exists()
    assert [notice["kind"] for notice in notice_log.after(0)][-1] == "token"


def test_notices_are_sentences(root: Client, ann: User) -> None:
    notice_log.append(notice_log.NEWS, text="We restart at noon.")
    notice_log.append(notice_log.USER, user=str(ann.pk))
    notice_log.append(notice_log.LEFT, room="general", user=str(ann.pk), reason="banned")
    seq = notice_log.append(notice_log.USER, user="00000000-0000-4000-8000-000000000000")
    notice_log.append("newer", field=1)
    shown = page(root.get("/admin/chat/notice/"))
    assert "Announcement: We restart at noon." in shown
    assert "Account changed: @ann" in shown
    assert "@ann is no longer in general (banned)" in shown
    assert "Account changed: a deleted account" in shown
    assert "newer" in shown
    assert "a deleted account" in page(root.get(f"/admin/chat/notice/{seq}/change/"))


@pytest.mark.parametrize(
    ("zone", "shown"), [("", "10:30"), ("Asia/Tokyo", "19:30"), ("../etc/passwd", "10:30")]
)
def test_times_are_in_the_zone_of_the_reader(staff: Client, ann: User, zone: str, shown: str) -> None:
    at = datetime(2026, 3, 1, 10, 30, tzinfo=UTC)
    AuditEntry.objects.create(by=ann, by_name="Ann", action="ban", user=ann, at=at)
    AuditEntry.objects.update(at=at)
    staff.cookies["zone"] = zone
    assert f"1 Mar 2026, {shown}" in page(staff.get("/admin/chat/auditentry/"))
