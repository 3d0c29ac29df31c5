"""What an answer by mail has left in a thread, and pictures to send with one."""

import io
from collections.abc import Callable

from PIL import Image

from core.database import db
from tickets.models import Ticket, TicketEntry

Look = Callable[[], None]


def picture(kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    Image.effect_noise((64, 64), 90).save(file, kind)
    return file.getvalue()


def thread(ticket: Ticket) -> list[TicketEntry]:
    db.session.expire_all()
    entries = db.session.query(TicketEntry).filter_by(ticket_id=ticket.id)
    return list(entries.order_by(TicketEntry.number))


def replies(ticket: Ticket) -> list[str]:
    return [entry.body for entry in thread(ticket) if entry.kind == "reply"]
