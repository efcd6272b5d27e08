from django.contrib import admin
from django.urls import include, path

handler500 = "chat.views.faults.server_error"
urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("chat.notifications.urls")),
    path("", include("chat.urls")),
    path("", include("chat.demo.urls")),
    path("", include("chat.for_you.urls")),
    path("", include("chat.files.urls")),
    path("", include("chat.kept.urls")),
    path("", include("chat.search.urls")),
]
