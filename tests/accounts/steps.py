"""The steps that doors take, for tests."""

from typing import Any

from accounts import sessions, signing_in
from accounts.signing_in import Arrived
from core.database import reading
from tests.factories import PASSWORD, committed


def sign_in(identifier: str) -> str:
    """Returns the token."""
    return sign_in_with(identifier).token


def sign_in_with(identifier: str, **wishes: Any) -> Arrived:
    """The three steps that a door takes."""
    device = wishes.get("device")
    committed(signing_in.count_attempt, identifier, address="192.0.2.1", device=device)
    checked = signing_in.check_password(identifier, PASSWORD)
    return committed(signing_in.sign_in, checked, **wishes)


def guess(identifier: str, *, address: str = "192.0.2.1", device: str | None = None) -> None:
    committed(signing_in.count_attempt, identifier, address=address, device=device)


def role_in(session_id: str) -> str | None:
    with reading():
        return sessions.role_in(session_id)
