"""The account that commands act as."""

import pytest
from asgiref.sync import async_to_sync

from chat.actions import accounts
from chat.actions.system_account import ID, system_account
from chat.models import User
from chat.protocol.errors import Refused

pytestmark = pytest.mark.django_db


def test_it_is_never_the_account_of_somebody_who_took_its_name() -> None:
    user = User.objects.create_user("house", password="a long enough one")
    assert system_account().id == str(ID) != str(user.pk)
    assert system_account() == system_account()


def test_an_account_of_another_user_name_is_used_as_it_is() -> None:
    """As a later version will make it."""
    User.objects.create(id=ID, username="workspace", name="Ann's site", is_active=False)
    assert (system_account().id, system_account().username) == (str(ID), "workspace")


@pytest.mark.parametrize("name", ["Workspace", "House"])
def test_nobody_can_sign_up_under_its_name(name: str) -> None:
    with pytest.raises(Refused, match="kept for the staff"):
        async_to_sync(accounts.sign_up)(name, "a long enough pass-phrase")
