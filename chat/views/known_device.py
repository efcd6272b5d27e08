"""The cookie by which a device is known when somebody signs in on it again."""

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from chat.actions import sign_in
from chat.models import User

DEVICE = "device"


def remember_device(response: HttpResponse, user: User) -> HttpResponse:
    """Has the browser keep by what this device is known when it signs in as this person again."""
    response.set_cookie(
        DEVICE,
        sign_in.device_cookie(user),
        max_age=sign_in.DEVICE_AGE,
        path=reverse("sign-in"),
        httponly=True,
        secure=settings.HTTPS,
        samesite="Lax",
    )
    return response
