"""How much is unread in the list “For you”, for the sidebar of every page."""

from django import template

from chat.actors.actor import Actor
from chat.for_you.queries import unread_count
from chat.models import User

register = template.Library()


@register.simple_tag
def for_you_unread(user: User) -> int:
    return unread_count(Actor.of(user))
