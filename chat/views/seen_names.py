"""Which names of rooms in messages lead somewhere, for the page's scripts."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from chat.actors.actor import Actor
from chat.models import User
from chat.permissions import limits
from chat.permissions.seen_rooms import seen_slugs
from chat.text.room_names import LONGEST, MOST
from chat.views.refusals import signed_in


@signed_in
@require_safe
def seen_names(request: HttpRequest) -> JsonResponse:
    """`name`, several times: the addresses among these at which there is a room for the reader."""
    user: User = request.user  # type: ignore[assignment]
    actor = Actor.of(user)
    limits.NAME_SEARCHES.take_for(actor)
    names = [name[:LONGEST] for name in request.GET.getlist("name")[:MOST]]
    return JsonResponse({"rooms": sorted(seen_slugs(actor, names))})
