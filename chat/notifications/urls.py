"""Addresses of the pages. The service worker stands above all others, since it handles those below it."""

from django.urls import path

from chat.notifications import views

app_name = "notifications"
urlpatterns = [
    path("settings/notifications/", views.preferences, name="settings"),
    path("settings/notifications/rooms/", views.rooms, name="rooms"),
    path("settings/notifications/key/", views.key, name="key"),
    path("settings/notifications/devices/", views.subscribe, name="subscribe"),
    path("settings/notifications/devices/<uuid:id>/remove/", views.unsubscribe_device, name="remove-device"),
    path("settings/notifications/devices/<uuid:id>/test/", views.test_device, name="test-device"),
    path("unsubscribe/<str:token>/", views.unsubscribe_email, name="unsubscribe"),
    path("worker.js", views.worker, name="worker"),
]
