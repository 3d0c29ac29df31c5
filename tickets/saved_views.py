"""Ways to look at the inbox that people of the team have kept: their own, and the shared ones."""

from sqlalchemy import func, or_, select

from accounts.models import Account
from core import text
from core.database import db
from core.errors import Conflict, Forbidden, NotFound
from tickets.models import SavedView

NAME_LIMIT = 60
ADDRESS_LIMIT = 2_000
MOST_OF_ONE_PERSON = 30


class TooManyViews(Conflict):
    message = f"You have kept {MOST_OF_ONE_PERSON} views; remove one first."


def views_for(account: Account) -> list[SavedView]:
    """One's own and the shared ones, by name."""
    visible = or_(SavedView.owner_id == account.id, SavedView.is_shared)
    found = select(SavedView).where(visible)
    return list(db.session.scalars(found.order_by(func.lower(SavedView.name), SavedView.id)))


def save(by: Account, *, name: str, address: str, is_shared: bool) -> SavedView:
    """Keep it; one's own view of this name is replaced. Raises Invalid, TooLong, TooManyViews."""
    name = text.clean_line(name, limit=NAME_LIMIT, field="name")
    address = text.clean_line(address, limit=ADDRESS_LIMIT, field="address", least=0)
    own = list(db.session.scalars(select(SavedView).where(SavedView.owner_id == by.id)))
    view = next((one for one in own if one.name.casefold() == name.casefold()), None)
    if view is None:
        if len(own) >= MOST_OF_ONE_PERSON:
            raise TooManyViews
        view = SavedView(owner_id=by.id)
        db.session.add(view)
    view.name, view.address, view.is_shared = name, address, is_shared
    return view


def remove(by: Account, view_id: str) -> None:
    """One's own; a shared one also by a supervisor. Raises NotFound, Forbidden."""
    view = db.session.get(SavedView, view_id)
    if view is None or not (view.is_shared or view.owner_id == by.id):
        raise NotFound
    if not may_remove(by, view):
        raise Forbidden
    db.session.delete(view)


def may_remove(by: Account, view: SavedView) -> bool:
    supervises = by.role in ("supervisor", "admin")
    return view.owner_id == by.id or (view.is_shared and supervises)
