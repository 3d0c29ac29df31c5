"""What is stored behind the pages."""

from flask import Flask

from core.database import db
from tickets.models import Ticket


def status_of(site: Flask, ticket: Ticket) -> str:
    with site.app_context():
        found = db.session.get(Ticket, ticket.id)
        assert found is not None
        return found.status
