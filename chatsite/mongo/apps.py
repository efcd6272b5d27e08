"""Django's own apps and allauth's with the keys MongoDB gives: an ObjectId in `_id`.

Settings that go with this page:

    INSTALLED_APPS: "chatsite.mongo.apps.AdminConfig" for "django.contrib.admin", and so on
    MIGRATION_MODULES = {app: f"chatsite.mongo.migrations.{app}"
                         for app in ("account", "admin", "auth", "contenttypes", "mfa", "sessions",
                                     "socialaccount", "usersessions")}
    SESSION_ENGINE = "chatsite.mongo.sessions"
    DATABASE_ROUTERS = ["django_mongodb_backend.routers.MongoRouter"]
"""

from allauth.account.apps import AccountConfig as AllauthAccountConfig
from allauth.mfa.apps import MFAConfig as AllauthMFAConfig
from allauth.socialaccount.apps import SocialAccountConfig as AllauthSocialAccountConfig
from allauth.usersessions.apps import UserSessionsConfig as AllauthUserSessionsConfig
from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig
from django.contrib.auth.apps import AuthConfig as DjangoAuthConfig
from django.contrib.contenttypes.apps import ContentTypesConfig as DjangoContentTypesConfig
from django.utils.translation import gettext_lazy as _

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
    verbose_name = _("Sessions")


class AccountConfig(AllauthAccountConfig):
    default_auto_field = OBJECT_ID


class SocialAccountConfig(AllauthSocialAccountConfig):
    default_auto_field = OBJECT_ID


class MFAConfig(AllauthMFAConfig):
    default_auto_field = OBJECT_ID


class UserSessionsConfig(AllauthUserSessionsConfig):
    """Which sessions somebody has is kept by chat.signals, at a bounded cost a sign-in."""

    default_auto_field = OBJECT_ID

    def ready(self) -> None:
        """Allauth's own receivers would look up every session of a person at each sign-in."""
