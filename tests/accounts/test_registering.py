"""Making accounts."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from accounts import registering
from accounts.models import Account
from accounts.registering import AlreadyRegistered, NewMember
from core.database import db, transaction
from core.errors import Invalid, Refused
from tests.factories import make_agent, make_member

pytestmark = pytest.mark.usefixtures("desk")


def test_a_username_is_taken_in_any_case() -> None:
    make_member("maya")
    with pytest.raises(AlreadyRegistered) as refusal:
        make_member("MAYA", email="other@example.com", member_id="M-9")
    assert list(refusal.value.fields) == ["username"]


def test_a_member_may_not_share_email_or_member_id_with_anybody() -> None:
    make_member("maya", email="maya@example.com", member_id="M-1")
    with pytest.raises(AlreadyRegistered) as refusal:
        make_member("otto", email="Maya@Example.com", member_id="M-1")
    assert sorted(refusal.value.fields) == ["email", "member_id"]
    assert db.session.scalars(select(Account.username)).all() == ["maya"]


def test_an_agent_s_email_is_taken_in_any_case() -> None:
    make_agent("ana")
    with pytest.raises(AlreadyRegistered):
        make_agent("ANA")


def test_a_member_gets_the_rank_as_the_desk_writes_it() -> None:
    assert make_member(rank="platinum").rank == "Platinum"


@pytest.mark.parametrize(
    ("chosen", "field"),
    [
        ({"rank": "Ruby"}, "rank"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"email": "nobody"}, "email"),
        ({"email": "a b@example.com"}, "email"),
        ({"member_id": "9" * 33}, "member_id"),
    ],
)
def test_a_member_with_a_wrong_field_is_refused_by_its_name(
    chosen: dict[str, str], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        make_member(**chosen)
    assert list(refusal.value.fields) == [field]
    assert db.session.scalars(select(Account)).all() == []


@pytest.mark.parametrize("chosen", [{"role": "member"}, {"role": "boss"}, {"capacity": 0}])
def test_an_agent_with_a_wrong_role_or_capacity_is_refused(chosen: dict[str, str | int]) -> None:
    with pytest.raises(Invalid):
        make_agent(**chosen)


def test_a_member_may_be_made_without_a_password() -> None:
    member = NewMember("otto", "Otto", "otto@example.com", "M-2", "Elite")
    with transaction():
        account = registering.create_member(member, password_hash=None)
    assert account.password_hash is None


@pytest.mark.parametrize("wrong", [{"role": "boss"}, {"presence": "asleep"}, {"username": None}])
def test_the_database_itself_refuses_an_impossible_account(wrong: dict[str, str | None]) -> None:
    member = make_member()
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(update(Account).where(Account.id == member.id).values(**wrong))
