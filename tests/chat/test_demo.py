"""The demo desk has what its console shows: saved replies of the team and one of Ana's own."""

from flask import Flask

from accounts.models import Account
from chat import demo, replies
from core.database import db, reading
from tests.factories import committed, password_hash


def test_the_demo_has_saved_replies(desk: Flask) -> None:
    committed(demo.load, password_hash())
    ana = db.session.query(Account).filter_by(email="ana@example.com").one()
    with reading():
        found = {one["shortcut"]: one["is_shared"] for one in replies.replies_for(ana.id)}
    assert found == {**dict.fromkeys(demo.TEAM_REPLIES, True), "back": False}
