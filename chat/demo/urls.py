"""The address of the demo's sign-in."""

from django.urls import path

from chat.demo import views

urlpatterns = [path("demo/", views.Enter.as_view(), name="demo")]
