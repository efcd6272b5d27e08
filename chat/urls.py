from django.contrib.auth.views import LoginView
from django.urls import path

from chat.views.start import home

urlpatterns = [
    path("", home, name="home"),
    path("sign-in/", LoginView.as_view(), name="sign-in"),
    path("rooms/<slug:slug>/", home, name="room"),
]
