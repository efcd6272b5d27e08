"""What can only be read: the audit log, notices, instances. And tokens, which can be revoked."""

import asyncio
from datetime import UTC, datetime

import pytest
from django.test import Client

from chat import notices
from chat.actions import people
from chat.models import AuditEntry, Instance, Token, User
from tests.admin.conftest import Moderate, page


@pytest.fixture
def entry(staff: Client, ann: User, moderate: Moderate) -> AuditEntry:
    moderate(staff, "user", "suspend", ann.pk, reason="spam")
    return AuditEntry.objects.get()


def test_the_audit_log_is_read(staff: Client, entry: AuditEntry) -> None:
    for term in ("", "ann", "stan"):
        assert "Stan suspend ann - spam" in page(staff.get("/admin/chat/auditentry/", {"q": term}))
    assert "0 audit log" in page(staff.get("/admin/chat/auditentry/", {"q": "nobody"}))
    assert "spam" in page(staff.get(f"/admin/chat/auditentry/{entry.pk}/change/"))


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
    seq = notices.append(notices.NEWS, text="hello")
    now = datetime.now(UTC)
    Instance.objects.create(name="one", started_at=now, seen_at=now, layer="memory", pid=1)
    assert "news" in page(root.get("/admin/chat/notice/"))
    assert "one" in page(root.get("/admin/chat/instance/"))
    for address in (f"notice/{seq}", "instance/one"):
        assert root.get(f"/admin/chat/{address}/change/").status_code == 200
        assert root.post(f"/admin/chat/{address}/change/", {"_save": "Save"}).status_code == 403
        assert root.post(f"/admin/chat/{address}/delete/", {"post": "yes"}).status_code == 403


def test_a_token_is_revoked_by_those_who_may(
    root: Client, staff: Client, ann: User, moderate: Moderate
) -> None:
    asyncio.run(people.create_token(ann, "bot"))
    token = Token.objects.get()
    assert staff.get("/admin/chat/token/").status_code == 403
    assert "bot" in page(root.get("/admin/chat/token/", {"q": "ann"}))
    assert token.digest not in root.get(f"/admin/chat/token/{token.pk}/change/").content.decode()
    assert moderate(root, "token", "revoke", token.pk).startswith("Revoked: bot of")
    assert not Token.objects.exists()
    assert [notice["kind"] for notice in notices.after(0)][-1] == "token"
