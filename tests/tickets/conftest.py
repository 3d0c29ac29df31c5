"""Maya, her issue, and Ana who works on it."""

import pytest

from accounts.models import Account
from tests.factories import make_agent, make_member, make_ticket
from tickets.models import Ticket


@pytest.fixture
def maya() -> Account:
    return make_member("maya")


@pytest.fixture
def ana() -> Account:
    return make_agent("ana", name="Ana Moreau")


@pytest.fixture
def ticket(maya: Account) -> Ticket:
    return make_ticket(maya)
