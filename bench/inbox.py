"""`python -m bench.inbox`: how long the team waits for the inbox of a desk with 100,000 tickets.

A real server on a real database, asked as `bench.portal` asks, with the same goal for its CPU time.
The tickets are rows like those that the use cases write, put in all at once.
"""

import argparse
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from accounts import passwords
from accounts.models import Account
from accounts.registering import NewAgent, NewMember, create_agent, create_member
from app import create_app
from bench.portal import PASSWORD, figures, report, signed_in
from bench.servers import desk_server
from core import clock, schema
from core.database import db, transaction
from core.settings import Settings
from tickets import rules
from tickets.finding import TicketWords
from tickets.models import Ticket
from tickets.rules import FIRST_NUMBER, NOBODY_WAITS
from tickets.words import words_of

MEMBERS = 200
IN_ONE_GO = 5_000
MINUTES_BETWEEN = 5
TITLE = "English - the cart empties when I use points, number {}"
TEXT = "I add two products, turn on my points, and the page reloads. " * 4

PAGES = {
    "open, longest wait": "/console/tickets",
    "unassigned": "/console/tickets?assignee=none",
    "mine": "/console/tickets?assignee=me",
    "new replies": "/console/tickets?news=yes",
    "closed, last update": "/console/tickets?status=closed",
    "all, newest": "/console/tickets?status=all&sort=newest",
    "all, by priority": "/console/tickets?status=all&sort=urgent",
    "all, oldest, a month": "/console/tickets?status=all&sort=oldest&age=month",
    "five filters": "/console/tickets?status=all&assignee=me&language=fi&priority=urgent"
    "&source=redirect&age=over_month",
    "a page far behind": "/console/tickets?status=closed&sort=oldest&after=81001.81001",
    "word of every ticket": "/console/tickets?status=all&q=cart",
    "word and number": "/console/tickets?status=all&q=cart+50001",
    "one number": "/console/tickets?status=all&q=IT-50001",
    "one person": "/console/tickets?status=all&q=m77%40example.com",
    "one ticket": "/console/tickets/IT-50001",
}


def main() -> int:
    asked = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        _fill(Path(folder), asked.tickets)
        desk = desk_server(Path(folder))
        desk.start()
        try:
            browser = signed_in(desk, "ana@desk.example", "/console")
            found = figures(desk, browser, PAGES, asked.times)
        finally:
            desk.stop()
    return report(found, f"The inbox of a desk with {asked.tickets:,} tickets")


def _fill(folder: Path, tickets: int) -> None:
    """Tickets of a desk that has been open for a year; most of them are closed."""
    app = create_app(Settings(data_dir=folder))
    schema.bring_up_to_date(app)
    dice = random.Random(1)
    with app.app_context():
        password_hash = passwords.hash_password(PASSWORD)
        with transaction():
            team = [
                create_agent(NewAgent(f"{name}@desk.example", name.title()), password_hash=hashed)
                for name, hashed in (("ana", password_hash), ("bea", None), ("sam", None))
            ]
            people = [_member(number) for number in range(MEMBERS)]
        for start in range(0, tickets, IN_ONE_GO):
            numbers = range(start, min(start + IN_ONE_GO, tickets))
            rows = [_ticket(dice, number, tickets, team, people) for number in numbers]
            with transaction():
                db.session.execute(insert(Ticket), rows)
                db.session.execute(insert(TicketWords), [_words(row) for row in rows])
        db.session.remove()
        db.engine.dispose()


def _member(number: int) -> Account:
    member = NewMember(
        f"m{number}", f"Member {number}", f"m{number}@example.com", f"M-{number}", "Gold"
    )
    return create_member(member, password_hash=None)


def _ticket(
    dice: random.Random, number: int, tickets: int, team: list[Account], people: list[Account]
) -> dict[str, Any]:
    now = clock.now_millis()
    created = now - (tickets - number) * MINUTES_BETWEEN * 60_000
    updated = min(now, created + dice.randrange(10**9))
    status = dice.choices(rules.STATUSES, (8, 7, 85))[0]
    priority = dice.choices(rules.PRIORITIES, (10, 75, 12, 3))[0]
    person = dice.choice(people)
    is_waiting = status == "open" and number % 3
    return {
        "id": f"t{number}",
        "number": FIRST_NUMBER + number,
        "title": TITLE.format(number),
        "description": TEXT,
        "status": status,
        "priority": priority,
        "urgency": rules.URGENCY[priority],
        "language": dice.choices(("en", "nb", "sv", "fi", None), (68, 12, 8, 4, 8))[0],
        "source": dice.choices(rules.SOURCES, (60, 30, 10))[0],
        "requester_id": person.id,
        "name": person.name,
        "email": person.email,
        "member_id": person.member_id,
        "assignee_id": dice.choice([*(one.id for one in team), None]),
        "waiting_since": clock.from_millis(created) if is_waiting else NOBODY_WAITS,
        "created_at": clock.from_millis(created),
        "updated_at": clock.from_millis(updated),
        "closed_at": clock.from_millis(updated) if status == "closed" else None,
    }


def _words(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "number": row["number"],
        "ticket_id": row["id"],
        "words": _joined(f"IT-{row['number']}", row["title"], row["description"]),
        "notes": _joined(row["name"], row["email"], row["member_id"]),
        "scope": "R" + row["requester_id"].encode().hex(),
    }


def _joined(*texts: str) -> str:
    return " ".join(sorted(set[str]().union(*map(words_of, texts))))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.inbox", description=__doc__)
    parser.add_argument("--tickets", type=int, default=100_000, help="in all (default 100000)")
    parser.add_argument("--times", type=int, default=30, help="each page is asked for (default 30)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
