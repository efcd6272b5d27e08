"""What allauth asks the site about second factors."""

from typing import ClassVar

from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chat.models import User
from chat.queries.workspace import workspace_name
from chat.text.devices import device_name


class MFAAdapter(DefaultMFAAdapter):
    error_messages: ClassVar = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is wrong. Check the clock of your device, and use a new code."),
    }

    def get_totp_label(self, user: User) -> str:
        return user.username

    def get_totp_issuer(self) -> str:
        return workspace_name()

    def generate_authenticator_name(self, user: User, type: str) -> str:
        """What a passkey is called that got no name."""
        from allauth.core import context

        name = device_name(context.request.headers.get("user-agent", ""))
        return gettext("Passkey of %(device)s") % {"device": name}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": workspace_name()}
