"""Addresses of the list “For you”."""

from django.urls import path

from chat.for_you import views

urlpatterns = [
    path("for-you/", views.listed, name="for-you"),
    path("for-you/count/", views.count, name="for-you-count"),
    path("for-you/read/", views.mark_all_read, name="for-you-read"),
    path("for-you/<slug:slug>/<seq:seq>/", views.opened, name="for-you-open"),
]
