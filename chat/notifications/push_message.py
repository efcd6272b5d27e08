"""What is sent to a push service: encrypted for one browser (RFC 8291), so that the service reads nothing."""

import json
from typing import Any

import http_ece
import urllib3
from cryptography.hazmat.primitives.asymmetric import ec

from chat.jobs.kinds import Postponed
from chat.notifications import endpoints, vapid
from chat.notifications.models import PushSubscription
from chatsite import push_keys

TTL = 3600  # seconds that a push service keeps the message for a browser that is not there
LONGEST_TEXT = 200  # characters; a message of the protocol has 4,096 bytes
LONGEST_WAIT = 3600.0  # seconds that a push service can have us wait


class Gone(Exception):
    """The browser has unsubscribed."""


class NotTaken(Exception):
    """The push service did not take the message."""


def encrypted(subscription: PushSubscription, payload: dict[str, Any]) -> bytes:
    """Raises ValueError for keys that are none."""
    return http_ece.encrypt(
        json.dumps(payload, ensure_ascii=False).encode(),
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=push_keys.decoded(subscription.public_key),
        auth_secret=push_keys.decoded(subscription.secret),
        version="aes128gcm",
    )


def send(subscription: PushSubscription, payload: dict[str, Any], topic: str) -> None:
    """`topic`: a message that waits at the service is replaced by another one of the same. Raises Gone,
    NotTaken, Postponed. Blocks."""
    try:
        headers = {
            "Authorization": vapid.authorization(endpoints.origin(subscription.endpoint)),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(TTL),
            "Urgency": "high",
            "Topic": topic,
        }
        answer = endpoints.post(subscription.endpoint, encrypted(subscription, payload), headers)
    except endpoints.BadEndpoint as error:
        raise Gone from error
    except (OSError, urllib3.exceptions.HTTPError) as error:
        raise NotTaken(f"The push service does not answer: {type(error).__name__}") from error
    _judge(answer)


def _judge(answer: endpoints.Answer) -> None:
    if answer.status in (404, 410):
        raise Gone
    if answer.status == 429:
        raise Postponed(_seconds(answer.retry_after))
    if not 200 <= answer.status < 300:
        raise NotTaken(f"The push service answered {answer.status}")


def _seconds(retry_after: str) -> float:
    is_number = retry_after.isascii() and retry_after.isdigit() and len(retry_after) < 8
    return min(float(retry_after), LONGEST_WAIT) if is_number else 60.0
