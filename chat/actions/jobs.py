"""Jobs that have failed: run again, or given up. Functions block."""

from uuid import UUID

from chat.actors.actor import Actor
from chat.jobs import queue
from chat.permissions.workspace_roles import ADMINISTER, check_stored


def retry_job(actor: Actor, id: UUID) -> bool:
    """Was it failed until now?"""
    check_stored(actor, ADMINISTER)
    return queue.retry(id)


def delete_job(actor: Actor, id: UUID) -> bool:
    """It is not done any more. Was it failed until now?"""
    check_stored(actor, ADMINISTER)
    return queue.delete(id)
