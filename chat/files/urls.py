"""Addresses of files and of uploads."""

from django.urls import path

from chat.files import upload_views, views

urlpatterns = [
    path("files/uploads/", upload_views.uploads, name="uploads"),
    path("files/uploads/<uuid:id>/", upload_views.upload, name="upload"),
    path("files/<uuid:id>/thumb.webp", views.thumb, name="file-thumb"),
    path("files/<uuid:id>/<str:name>", views.original, name="file"),
]
