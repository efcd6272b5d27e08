"""Django's own apps with the keys MongoDB gives: an ObjectId in `_id`.

Settings that go with this page:

    INSTALLED_APPS: "chatsite.mongo.apps.AdminConfig" for "django.contrib.admin", and so on
    MIGRATION_MODULES = {app: f"chatsite.mongo.migrations.{app}"
                         for app in ("admin", "auth", "contenttypes", "sessions")}
    SESSION_ENGINE = "chatsite.mongo.sessions"
    DATABASE_ROUTERS = ["django_mongodb_backend.routers.MongoRouter"]
"""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig
from django.contrib.auth.apps import AuthConfig as DjangoAuthConfig
from django.contrib.contenttypes.apps import ContentTypesConfig as DjangoContentTypesConfig

OBJECT_ID = "django_mongodb_backend.fields.ObjectIdAutoField"


class AdminConfig(DjangoAdminConfig):
    default_auto_field = OBJECT_ID


class AuthConfig(DjangoAuthConfig):
    default_auto_field = OBJECT_ID


class ContentTypesConfig(DjangoContentTypesConfig):
    default_auto_field = OBJECT_ID


class SessionsConfig(AppConfig):
    """Stands in for django.contrib.sessions, which must not be installed beside it."""

    name = "chatsite.mongo.sessions"
    label = "sessions"
