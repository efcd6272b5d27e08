"""Addresses of kept messages."""

from django.urls import path

from chat.kept import views

urlpatterns = [
    path("kept/", views.listed, name="kept"),
    path("kept/places/", views.places, name="kept-places"),
    path("kept/<slug:slug>/<seq:seq>/", views.keep, name="kept-message"),
]
