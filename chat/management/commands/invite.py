from functools import partial
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from chat.actions import invitations
from chat.actions.invitations import DAYS, NewInvitation, Offer
from chat.actions.system_account import system_account
from chat.events.documents import moment
from chat.management.action import ActionCommand, Error, Said, room_at, run
from chat.management.arguments import whole
from chat.models import Invitation
from chat.models.invitation import MOST_DAYS, MOST_USES


class Command(ActionCommand):
    help = (
        "Prints a link by which people create an account and join rooms. It is shown this once only: what "
        "is kept is a digest. With --email the link is sent there instead, works once, and confirms the "
        "address. Each run makes another link; `invitations` lists and revokes them."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--room", action="append", default=[], metavar="SLUG", help="joined; repeatable")
        parser.add_argument("--role", choices=[role.value for role in Invitation.ROLES], default="member")
        parser.add_argument(
            "--days", type=partial(whole, most=MOST_DAYS), default=DAYS, help="how long it works"
        )
        parser.add_argument(
            "--uses", type=partial(whole, most=MOST_USES), default=1, help="for how many people"
        )
        parser.add_argument("--email", action="append", default=[], metavar="ADDRESS", help="repeatable")

    def act(self, *, room: list[str], role: str, days: int, uses: int, email: list[str], **_: Any) -> Said:
        rooms = [room_at(slug).pk for slug in room]
        offer = Offer(rooms=rooms, role=role, days=days, uses=uses)
        if email:
            return _sent(run(invitations.send)(system_account(), offer, email), email)
        return _made(run(invitations.create)(system_account(), offer))


def _made(made: NewInvitation) -> Said:
    link = settings.SITE_URL + made.path
    facts = {"id": str(made.invitation.pk), "link": link, "expires_at": moment(made.invitation.expires_at)}
    return Said(link if settings.SITE_URL else f"At the address of your site: {link}", facts)


def _sent(sent: list[Invitation], wanted: list[str]) -> Said:
    if len(sent) < len({each.strip().lower() for each in wanted}):
        raise Error(
            f"Only {len(sent)} invitations were sent: too much mail waits. Run it for the others again."
        )
    addresses = [each.email for each in sent]
    return Said(
        f"Invited {', '.join(addresses)}.", {"sent": [{"id": str(e.pk), "email": e.email} for e in sent]}
    )
