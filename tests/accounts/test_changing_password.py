"""The old password when a new one is chosen, by who is signed in."""

import pytest

from accounts import choosing
from accounts.models import Account
from core.database import db, transaction
from core.errors import RateLimited
from tests.factories import PASSWORD, committed, make_member, password_hash

pytestmark = pytest.mark.usefixtures("desk")


def test_a_password_changed_elsewhere_meanwhile_is_not_overwritten() -> None:
    maya = make_member("maya")
    db.session.expunge(maya)  # As a request has it: read a moment ago.
    with transaction():
        db.session.get_one(Account, maya.id).password_hash = "another"
    with pytest.raises(choosing.ChangedMeanwhile):
        committed(choosing.change_password, maya, password_hash())
    db.session.rollback()
    assert db.session.get_one(Account, maya.id, populate_existing=True).password_hash == "another"


def test_the_old_password_is_checked_and_counted() -> None:
    maya = make_member("maya")
    choosing.check_old_password(maya, PASSWORD)
    with pytest.raises(choosing.WrongOldPassword):
        choosing.check_old_password(maya, "another password")
    for _ in range(10):
        committed(choosing.count_old_password, maya)
    with pytest.raises(RateLimited):
        committed(choosing.count_old_password, maya)
