"""The sessions in which people are signed in already are listed too."""

from datetime import datetime, timezone
from importlib import import_module
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, migrations

UNKNOWN = "0.0.0.0"  # from where they were used was not kept


def list_sessions(apps, schema_editor):
    """Safe to run again: a session that is listed stays as it is."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    listed = apps.get_model("usersessions", "UserSession").objects
    people = apps.get_model("chat", "User").objects
    now = datetime.now(timezone.utc)
    for session in apps.get_model("sessions", "Session").objects.filter(expire_date__gt=now).iterator():
        try:
            user = UUID(store.decode(session.session_data).get("_auth_user_id", ""))
        except ValueError:
            continue  # nobody is signed in there
        if not people.filter(pk=user).exists() or listed.filter(session_key=session.pk).exists():
            continue
        try:
            listed.create(user_id=user, session_key=session.pk, ip=UNKNOWN, user_agent="")
        except IntegrityError:
            pass  # a request of the session was quicker


class Migration(migrations.Migration):
    dependencies = [
        ("usersessions", "0001_initial"),
        ("sessions", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [migrations.RunPython(list_sessions, migrations.RunPython.noop)]
