"""Settings of the ordinary Channels chat; REDIS_URL says where its layer is."""

import os

SECRET_KEY = "measured, never deployed"
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = ["channels"]
ROOT_URLCONF = "bench.peers.channels_app.urls"
USE_TZ = True
ASGI_APPLICATION = "bench.peers.channels_app.asgi.application"
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [os.environ["REDIS_URL"]]},
    }
}
