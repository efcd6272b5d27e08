from django.contrib import admin
from django.urls import include, path

from chat.views.health import healthz

urlpatterns = [
    path("healthz", healthz),
    path("admin/", admin.site.urls),
    path("", include("chat.urls")),
]
