"""Who may be given work: everybody of the team who is still there."""

from sqlalchemy import select

from accounts.models import Account
from core.database import db


def colleagues() -> list[Account]:
    """By name."""
    active = select(Account).where(Account.role != "member", Account.is_active)
    return list(db.session.scalars(active.order_by(Account.name, Account.id)))
