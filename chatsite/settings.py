"""All settings, read from the environment. docs/settings.md lists every variable for operators."""

import socket
import sys
import tomllib
import warnings
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF

from chatsite import languages
from chatsite.environment import (
    env,
    flag,
    is_origin,
    kept_secret,
    mail_server,
    mongodb_address,
    networks,
    number,
    origin,
    public_address,
    push_key,
    rate,
    redis_addresses,
    redis_options,
    refuse,
    secret,
    secret_strings,
    strings,
)
from chatsite.file_storage import file_storage, is_folder
from chatsite.logs import configuration
from chatsite.machine import share_of_memory
from chatsite.openid import openid_providers

BASE_DIR = Path(__file__).resolve().parent.parent
VERSION: str = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["project"]["version"]
VAR_DIR = Path(env.str("VAR_DIR", default="") or BASE_DIR / "var").resolve()

DEBUG = flag("DEBUG", default=False)
WICK_DEMO = flag("WICK_DEMO", default=False)  # signs visitors in, into a workspace to look at
if WICK_DEMO and not DEBUG:
    refuse(
        "WICK_DEMO signs everybody in as administrator: it needs DEBUG=true, and is for nothing but a look"
    )
PORT = number("PORT", 8000, most=65535)
INSTANCE = env.str("INSTANCE", default="") or f"{socket.gethostname()}-{PORT}"
SITE_NAME = env.str("SITE_NAME", default="") or "Wick"

# --- Secrets and names ---------------------------------------------------------------------------
# Commands beside a `make run` have no variables set; they find the key that it made.
SECRET_KEY = secret("SECRET_KEY") or kept_secret(VAR_DIR / "secret-key", make=DEBUG)
if not SECRET_KEY:
    refuse(
        "SECRET_KEY is not set. Set it to a long random text, the same for every instance. "
        "On a machine of your own, `make run` or DEBUG=true makes one."
    )
SECRET_KEY_FALLBACKS = secret_strings("SECRET_KEY_FALLBACKS")

ALLOWED_HOSTS = strings("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = [each.rstrip("/") for each in strings("CSRF_TRUSTED_ORIGINS", [])]
for each in CSRF_TRUSTED_ORIGINS:
    if not is_origin(each):
        refuse(f"CSRF_TRUSTED_ORIGINS takes addresses such as https://chat.example.org, not {each!r}")

TRUSTED_PROXIES = networks("TRUSTED_PROXIES", ["127.0.0.0/8", "::1"])

# --- Applications --------------------------------------------------------------------------------
INSTALLED_APPS = [
    # For `runserver`, which it replaces. With it each command would import the whole server, half a second.
    *(["daphne"] if "runserver" in sys.argv[1:2] else []),
    "chat",
    "chat.jobs",
    "chat.notifications",
    "chat.projections",
    "chat.demo",
    "chat.for_you",
    "chat.files",
    "chat.kept",
    "chat.search",
    "chatsite.admin.SiteConfig",
    "chatsite.mongo.apps.AuthConfig",
    "chatsite.mongo.apps.ContentTypesConfig",
    "chatsite.mongo.apps.SessionsConfig",
    "chatsite.mongo.apps.AccountConfig",
    "chatsite.mongo.apps.MFAConfig",
    "chatsite.mongo.apps.SocialAccountConfig",
    "chatsite.mongo.apps.UserSessionsConfig",
    "allauth.socialaccount.providers.openid_connect",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",  # for the templates of widgets, which pages draw with ours
    "channels",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "chat.views.first_run.until_set_up",
    "chat.views.session_use.session_use",
    "chat.files.by_token.by_token",
    "chat.views.refusals.RefusedPages",
    "chatsite.private.no_store",
    "chatsite.zones.reader_zone",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "chatsite.urls"
ASGI_APPLICATION = "chatsite.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "chat.views.context.site",
            ],
        },
    },
]

# --- MongoDB -------------------------------------------------------------------------------------
# Every acknowledged write survives the loss of a minority of nodes, and reads do not show what a
# failover could take back: the two promises of the log stand here, in one place.
MONGODB_SAFETY = {
    "w": "majority",
    "journal": True,
    "readConcernLevel": "majority",
    "retryWrites": True,
    "timeoutMS": number("MONGODB_TIMEOUT_MS", 5000, least=100),
}


def mongodb_uri() -> str:
    """MONGODB_URI, or the private server that `make run` keeps under VAR_DIR."""
    if uri := mongodb_address("MONGODB_URI"):
        return uri
    kept = VAR_DIR / "mongodb" / "uri"
    return kept.read_text().strip() if kept.exists() else "mongodb://127.0.0.1:27017/wick"


MONGODB_URI = mongodb_uri()
DATABASES = {
    "default": {
        "ENGINE": "chatsite.mongo",
        "HOST": MONGODB_URI,
        "NAME": urlsplit(MONGODB_URI).path.strip("/") or "wick",
        "OPTIONS": {**MONGODB_SAFETY, "appname": f"wick {INSTANCE}"[:128], "tz_aware": False},
    }
}
DATABASE_ROUTERS = ["django_mongodb_backend.routers.MongoRouter"]
DEFAULT_AUTO_FIELD = "django_mongodb_backend.fields.ObjectIdAutoField"
MIGRATION_MODULES = {
    "account": "chatsite.mongo.migrations.account",
    "admin": "chatsite.mongo.migrations.admin",
    "auth": "chatsite.mongo.migrations.auth",
    "contenttypes": "chatsite.mongo.migrations.contenttypes",
    "mfa": "chatsite.mongo.migrations.mfa",
    "sessions": "chatsite.mongo.migrations.sessions",
    "socialaccount": "chatsite.mongo.migrations.socialaccount",
    "usersessions": "chatsite.mongo.migrations.usersessions",
}

# --- Redis: the channel layer between instances, and the cache --------------------------------------
REDIS_URLS = redis_addresses("REDIS_URL")  # the groups of the layer are spread over them
REDIS_URL = REDIS_URLS[0] if REDIS_URLS else ""  # the cache is on the first
if REDIS_URL:
    CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "chatsite.layer.RedisLayer",
            "CONFIG": {
                "hosts": [{"address": url, **redis_options(url, timeout=3)} for url in REDIS_URLS],
                "prefix": env.str("REDIS_PREFIX", default="") or "wick",
            },
        }
    }
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": env.str("REDIS_PREFIX", default="") or "wick",
            "OPTIONS": {
                "serializer": "chatsite.cache.JSONSerializer",
                **redis_options(REDIS_URL, timeout=2),
            },
        }
    }
else:
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    # Beyond 300 entries, Django's own bound, the counts of limits would push each other out.
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    }

# --- People --------------------------------------------------------------------------------------
AUTH_USER_MODEL = "chat.User"
PASSWORD_HASHERS = ["chat.accounts.password_hashing.PBKDF2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "demo" if WICK_DEMO else "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"
PASSWORD_RESET_TIMEOUT = 3600  # seconds that a mailed link works
SESSION_ENGINE = "chatsite.mongo.sessions"
SESSION_SERIALIZER = "chatsite.mongo.sessions.Serializer"
SESSION_COOKIE_AGE = number("SESSION_DAYS", 30, most=3650) * 86400
WICK_TOKEN_DAYS = number("WICK_TOKEN_DAYS", 365, least=0, most=36500)  # 0: for ever
SIGN_UP_OPEN = flag("SIGN_UP_OPEN", default=True)  # until an administrator decides otherwise
WICK_SETUP = flag("WICK_SETUP", default=True)  # an empty database shows nothing but its setup page
STAFF_SECOND_FACTOR = flag("STAFF_SECOND_FACTOR", default=False)

# --- django-allauth ------------------------------------------------------------------------------
ACCOUNT_ADAPTER = "chat.views.account_adapter.AccountAdapter"
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False  # ours are those of chat/permissions/limits.py
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_CONFIRMATION_HMAC = False  # a link works once
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 1
ACCOUNT_CHANGE_EMAIL = True  # an account has one address
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_METHODS = ["password", "mfa"]
ACCOUNT_PREVENT_ENUMERATION = "strict"  # nothing shows whether an account has an address
MFA_ADAPTER = "chat.views.mfa_adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # codes of 30 seconds, before and after that of now
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an account need not have an address

# Other sites by which people sign in, which speak OpenID Connect.
OPENID_PROVIDERS = openid_providers()
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": OPENID_PROVIDERS, "OAUTH_PKCE_ENABLED": True}}
SOCIALACCOUNT_ADAPTER = "chat.views.single_sign_on.SingleSignOn"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form may not lead to another site, by our content policy
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"

# Mail holds links that sign people in, so without DEBUG it is never written to the log.
mail = mail_server("EMAIL_URL", "consolemail://" if DEBUG else "dummymail://")
if not DEBUG and mail.backend.endswith("console.EmailBackend"):
    refuse("EMAIL_URL=consolemail:// writes links for new passwords to the log: it needs DEBUG=true")
MAIL_WORKS = not mail.backend.endswith("dummy.EmailBackend")
EMAIL_BACKEND = mail.backend
EMAIL_HOST = mail.host
EMAIL_PORT = mail.port
EMAIL_HOST_USER = mail.user
EMAIL_HOST_PASSWORD = mail.password
EMAIL_USE_TLS = mail.use_tls
EMAIL_USE_SSL = mail.use_ssl
EMAIL_FILE_PATH = mail.file_path
EMAIL_TIMEOUT = 10  # seconds that a mail server has to answer
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="") or "wick@localhost"

# --- Notifications ---------------------------------------------------------------------------------
WICK_EMAIL_MINUTES = number("WICK_EMAIL_MINUTES", 15, least=0, most=10_080)  # 0: no mail of what was missed
WICK_PUSH_TEXT = flag("WICK_PUSH_TEXT", default=True)
WICK_VAPID_KEY = push_key("WICK_VAPID_KEY")  # private; empty: the one that is kept in MongoDB

# --- Language and time ---------------------------------------------------------------------------
LOCALE_PATHS = [BASE_DIR / "locale"]
if own_texts := env.str("WICK_LOCALE_DIR", default=""):
    LOCALE_PATHS.insert(0, Path(own_texts).resolve())
LANGUAGES = languages.offered(LOCALE_PATHS)
LANGUAGE_CODE = (env.str("WICK_LANGUAGE", default="") or languages.SOURCE).lower()
if LANGUAGE_CODE not in dict(LANGUAGES):
    refuse(f"WICK_LANGUAGE takes {', '.join(dict(LANGUAGES))}, not {LANGUAGE_CODE!r}")
TIME_ZONE = "UTC"
USE_I18N = True
FORMAT_MODULE_PATH = "chatsite.formats"
USE_TZ = True

# --- Static files ----------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env.str("STATIC_ROOT", default="") or VAR_DIR / "static")
warnings.filterwarnings("ignore", "No directory at")  # of Whitenoise: chatsite.announcing says it in a line
# Where nothing was collected, the instance serves the sources, so that pages are whole all the same.
WHITENOISE_USE_FINDERS = DEBUG or not (STATIC_ROOT / "staticfiles.json").exists()
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "chatsite.mongo.gridfs.GridFSStorage"},  # pictures of people
    "files": file_storage(),  # of messages
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "chatsite.statics.Statics"
    },
}

# --- Files of messages (chat/files/) -------------------------------------------------------------------
WICK_FILE_MIB = number("WICK_FILE_MIB", 25, most=1024)  # of one file
WICK_FILES_PERSON_MIB = number("WICK_FILES_PERSON_MIB", 2048)  # of all files of one person
WICK_FILES_TOTAL_MIB = number("WICK_FILES_TOTAL_MIB", 20480)  # of the workspace
WICK_FILES_DELETED_DAYS = number("WICK_FILES_DELETED_DAYS", 30, least=0, most=36500)  # of deleted messages
WICK_FILES_SCANNER = env.str("WICK_FILES_SCANNER", default="").strip()  # a command, which gets a path
FILES_BY_NGINX = flag("FILES_BY_NGINX", default=False)  # Nginx sends what is in FILES_DIR
if FILES_BY_NGINX and not is_folder(STORAGES["files"]):
    refuse("FILES_BY_NGINX=true needs FILES_DIR, the folder from which Nginx sends files.")

# --- Security --------------------------------------------------------------------------------------
HTTPS = flag("HTTPS", default=False)
# Links in mail begin with it, and never with the Host header of the request.
SITE_URL = origin("SITE_URL", public_address(ALLOWED_HOSTS, https=HTTPS, port=PORT if DEBUG else None))
if MAIL_WORKS and not SITE_URL:
    refuse("SITE_URL is not set, and ALLOWED_HOSTS has no full name for links in mail to begin with.")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "chat.views.faults.form_refused"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = number("HSTS_SECONDS", 31536000, least=0) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS and flag("HSTS_PRELOAD", default=False)
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # that HSTS_PRELOAD is off, which is for the operator to decide
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# --- Limits of the wire ----------------------------------------------------------------------------
WICK_TEXT = number("WICK_TEXT", 4000, most=100_000)  # code points of a message
WICK_FORMULAS = flag("WICK_FORMULAS", default=True)  # LaTeX in messages is drawn
WICK_EDITS = number("WICK_EDITS", 100, most=10_000)  # edits of one message
WICK_PINS = number("WICK_PINS", 100, most=100)  # pinned messages of a room
WICK_KEPT = number("WICK_KEPT", 1000, most=10_000)  # messages that one person keeps
WICK_REACTIONS = number("WICK_REACTIONS", 1000, most=100_000)  # changes of the reactions to one message
WICK_FRAME = number("WICK_FRAME", 65536, least=1024, most=1048576)  # bytes of a frame from a client
WICK_PAGE = number("WICK_PAGE", 100, most=1000)  # events of a page
WICK_ROOMS = number("WICK_ROOMS", 1000)  # rooms that one socket may follow
WICK_RATE_FRAMES = number("WICK_RATE_FRAMES", 100)  # frames a second, per person and instance
WICK_RATE_POSTS = number("WICK_RATE_POSTS", 20)  # events made a second, per person and instance
WICK_SOCKETS_PERSON = number("WICK_SOCKETS_PERSON", 200)  # open sockets, per person and instance
WICK_SOCKETS_ADDRESS = number("WICK_SOCKETS_ADDRESS", 2000)  # open sockets, per address and instance
WICK_UNSENT = number("WICK_UNSENT", 1048576, least=65536)  # bytes that a socket may leave unread
WICK_MEMORY = number("WICK_MEMORY", 500, least=10)  # newest events of a live room kept in memory
WICK_MEMORY_MIB = number("WICK_MEMORY_MIB", share_of_memory(), least=8)  # of all rooms together

# --- What goes on beside serving (chat/storage/background.py) ------------------------------------------
WICK_BACKGROUND_WORK = flag("WICK_BACKGROUND_WORK", default=True)

WICK_FOR_YOU_DAYS = number("WICK_FOR_YOU_DAYS", 90, most=3650)  # that the list "For you" goes back

# --- Limits of people and networks (chat/permissions/limits.py): how often, in how many seconds ---------
WICK_LIMIT_SIGN_IN_NAME = rate("WICK_LIMIT_SIGN_IN_NAME", "10/300")  # by name and network together
WICK_LIMIT_SIGN_IN_DEVICE = rate("WICK_LIMIT_SIGN_IN_DEVICE", "10/300")  # one that signed in before
WICK_LIMIT_SIGN_IN_ADDRESS = rate("WICK_LIMIT_SIGN_IN_ADDRESS", "50/300")
WICK_LIMIT_SIGN_UP = rate("WICK_LIMIT_SIGN_UP", "20/3600")
WICK_LIMIT_RESET_ADDRESS = rate("WICK_LIMIT_RESET_ADDRESS", "10/3600")
WICK_LIMIT_RESET_RECIPIENT = rate("WICK_LIMIT_RESET_RECIPIENT", "3/3600")
WICK_LIMIT_PASSWORD = rate("WICK_LIMIT_PASSWORD", "10/3600")
WICK_LIMIT_CONFIRM = rate("WICK_LIMIT_CONFIRM", "10/300")  # the password again, before sensitive changes
WICK_LIMIT_SECOND_FACTOR = rate("WICK_LIMIT_SECOND_FACTOR", "10/300")  # codes, by account
WICK_LIMIT_EMAIL = rate("WICK_LIMIT_EMAIL", "10/3600")  # changes of one's address
WICK_LIMIT_BEGUN = rate("WICK_LIMIT_BEGUN", "100/300")  # sign-ins by passkey or another site, by network
WICK_LIMIT_INVITATIONS = rate("WICK_LIMIT_INVITATIONS", "60/3600")
WICK_LIMIT_INVITATION_MAILS = rate("WICK_LIMIT_INVITATION_MAILS", "3/3600")  # by recipient
WICK_LIMIT_INVITATION_LINKS = rate("WICK_LIMIT_INVITATION_LINKS", "50/300")  # invalid ones, by network
WICK_LIMIT_NEW_ROOMS = rate("WICK_LIMIT_NEW_ROOMS", "20/3600")
WICK_LIMIT_NEW_CONVERSATIONS = rate("WICK_LIMIT_NEW_CONVERSATIONS", "60/3600")
WICK_LIMIT_ADDED_PEOPLE = rate("WICK_LIMIT_ADDED_PEOPLE", "200/3600")
WICK_LIMIT_RENAMES = rate("WICK_LIMIT_RENAMES", "30/3600")
WICK_LIMIT_NAME_SEARCHES = rate("WICK_LIMIT_NAME_SEARCHES", "600/300")
WICK_LIMIT_PROFILE = rate("WICK_LIMIT_PROFILE", "60/3600")
WICK_LIMIT_PICTURES = rate("WICK_LIMIT_PICTURES", "20/3600")
WICK_LIMIT_UPLOADS = rate("WICK_LIMIT_UPLOADS", "300/3600")
WICK_LIMIT_SEARCHES = rate("WICK_LIMIT_SEARCHES", "120/60")  # searches of one person
WICK_LIMIT_PROFILE_READS = rate("WICK_LIMIT_PROFILE_READS", "600/300")
WICK_LIMIT_ROOM_JOINS = rate("WICK_LIMIT_ROOM_JOINS", "100/3600")
WICK_LIMIT_PUSH = rate("WICK_LIMIT_PUSH", "30/3600")  # push subscriptions and test notifications

# --- Logging ---------------------------------------------------------------------------------------
LOG_LEVEL = (env.str("LOG_LEVEL", default="") or "INFO").upper()
if LOG_LEVEL not in ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"):
    refuse(f"LOG_LEVEL takes DEBUG, INFO, WARNING, ERROR or CRITICAL, not {LOG_LEVEL!r}")
LOG_FORMAT = (env.str("LOG_FORMAT", default="") or "line").lower()
if LOG_FORMAT not in ("line", "json"):
    refuse(f"LOG_FORMAT takes line or json, not {LOG_FORMAT!r}")
LOGGING = configuration(LOG_LEVEL, json=LOG_FORMAT == "json")
