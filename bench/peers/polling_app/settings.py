"""Settings of the polled chat; MONGODB_URI says where its messages are."""

import os

SECRET_KEY = "measured, never deployed"
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS: list[str] = []
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
ROOT_URLCONF = "bench.peers.polling_app.urls"
USE_TZ = True
MONGODB_URI = os.environ["MONGODB_URI"]
