"""Addresses of the search."""

from django.urls import path

from chat.search import views

urlpatterns = [
    path("search/", views.page, name="search"),
    path("search/quick/", views.quick, name="search-quick"),
]
