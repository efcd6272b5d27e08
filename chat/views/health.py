"""What a load balancer asks."""

from django.http import HttpRequest, HttpResponse


async def healthz(request: HttpRequest) -> HttpResponse:
    """200 as soon as this instance serves; it asks no other process."""
    return HttpResponse("ok\n", content_type="text/plain")
