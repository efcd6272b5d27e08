"""All settings, read from the environment. docs/settings.md lists every variable for operators."""

import socket
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF

from chatsite.environment import (
    env,
    flag,
    is_origin,
    kept_secret,
    mail_address,
    mongodb_address,
    number,
    redis_address,
    refuse,
    words,
)

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.str("VAR_DIR", default="") or BASE_DIR / "var").resolve()

DEBUG = flag("DEBUG", default=not env.str("MONGODB_URI", default=""))
PORT = number("PORT", 8000, most=65535)
INSTANCE = env.str("INSTANCE", default="") or f"{socket.gethostname()}-{PORT}"
SITE_NAME = env.str("SITE_NAME", default="") or "Wick"

# --- Secrets and names ---------------------------------------------------------------------------
SECRET_KEY = env.str("SECRET_KEY", default="").strip()
if not SECRET_KEY:
    if not DEBUG:
        refuse("SECRET_KEY is not set. Set it to a long random text, the same for every instance.")
    SECRET_KEY = kept_secret(VAR_DIR / "secret-key")

ALLOWED_HOSTS = words("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = [origin.rstrip("/") for origin in words("CSRF_TRUSTED_ORIGINS", [])]
for origin in CSRF_TRUSTED_ORIGINS:
    if not is_origin(origin):
        refuse(f"CSRF_TRUSTED_ORIGINS takes addresses such as https://chat.example.org, not {origin!r}")

# --- Applications --------------------------------------------------------------------------------
INSTALLED_APPS = [
    "daphne",
    "chat",
    "chatsite.admin.AdminConfig",
    "chatsite.mongo.apps.AuthConfig",
    "chatsite.mongo.apps.ContentTypesConfig",
    "chatsite.mongo.apps.SessionsConfig",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "channels",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
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
    "admin": "chatsite.mongo.migrations.admin",
    "auth": "chatsite.mongo.migrations.auth",
    "contenttypes": "chatsite.mongo.migrations.contenttypes",
    "sessions": "chatsite.mongo.migrations.sessions",
}

# --- Redis: the channel layer between instances, and the cache --------------------------------------
REDIS_URL = redis_address("REDIS_URL")
if REDIS_URL:
    CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {
                # No socket timeout: an idle subscriber is normal. The hub's own heartbeat finds a dead link.
                "hosts": [{"address": REDIS_URL, "socket_connect_timeout": 3}],
                "prefix": env.str("REDIS_PREFIX", default="") or "wick",
            },
        }
    }
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": env.str("REDIS_PREFIX", default="") or "wick",
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
        }
    }
else:
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- People --------------------------------------------------------------------------------------
AUTH_USER_MODEL = "chat.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"
SESSION_ENGINE = "chatsite.mongo.sessions"
SESSION_COOKIE_AGE = number("SESSION_DAYS", 30, most=3650) * 86400
SIGN_UP_OPEN = flag("SIGN_UP_OPEN", default=True)

vars().update(mail_address("EMAIL_URL", "consolemail://"))
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="") or "wick@localhost"

# --- Language and time ---------------------------------------------------------------------------
LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

# --- Static files ----------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env.str("STATIC_ROOT", default="") or VAR_DIR / "static")
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "chatsite.statics.Statics"
    },
}

# --- Security --------------------------------------------------------------------------------------
HTTPS = flag("HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = number("HSTS_SECONDS", 31536000, least=0) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# --- Limits of the wire ----------------------------------------------------------------------------
WICK_TEXT = number("WICK_TEXT", 4000, most=100_000)  # code points of a message
WICK_FRAME = number("WICK_FRAME", 65536, least=1024, most=1048576)  # bytes of a frame from a client
WICK_PAGE = number("WICK_PAGE", 100, most=1000)  # events of a page
WICK_ROOMS = number("WICK_ROOMS", 1000)  # rooms that one socket may follow
WICK_RATE_FRAMES = number("WICK_RATE_FRAMES", 100)  # frames a second, per person and instance
WICK_RATE_POSTS = number("WICK_RATE_POSTS", 20)  # events made a second, per person and instance
WICK_UNSENT = number("WICK_UNSENT", 1048576, least=65536)  # bytes that a socket may leave unread
WICK_MEMORY = number("WICK_MEMORY", 500, least=10)  # newest events of a live room kept in memory

# --- Logging ---------------------------------------------------------------------------------------
LOG_LEVEL = (env.str("LOG_LEVEL", default="") or "INFO").upper()
if LOG_LEVEL not in ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"):
    refuse(f"LOG_LEVEL takes DEBUG, INFO, WARNING, ERROR or CRITICAL, not {LOG_LEVEL!r}")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "chat": {"level": LOG_LEVEL},
        "chatsite": {"level": LOG_LEVEL},
        "daphne": {"level": "WARNING"},
        "channels_redis": {"level": "CRITICAL"},  # chat.hub says it once, not with each attempt
        "django.request": {"level": "ERROR"},
    },
}
