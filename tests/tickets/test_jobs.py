"""What happens to files by itself: nothing that is used goes, and nothing unused stays."""

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from core.database import db, transaction
from core.settings import Settings
from tests.factories import committed, make_member, make_ticket
from tests.pictures import picture
from tests.sending import files_kept
from tickets.attachments import Place, Uploads, attach
from tickets.jobs import FileSweeper
from tickets.uploading import Upload, store

OWNER = "member:maya"
Store = Callable[..., str]


@pytest.fixture
def stored(desk: Flask) -> Store:
    """Store a picture of this width; returns the id of its row."""

    def keep(width: int = 40, owner: str = OWNER) -> str:
        content = io.BytesIO(picture(width, 30))
        sent = Upload(content=content, name="one.png", owner=owner, address="127.0.0.1")
        return str(store(sent)["id"])

    return keep


def grow_older(settings: Settings, hours: float, *, rows: bool = True) -> None:
    """As if everything had been sent so long ago."""
    for path in (settings.data_dir / "files").rglob("*"):
        moment = path.stat().st_mtime - hours * 3600
        os.utime(path, (moment, moment))
    if rows:
        with transaction():
            ago = {"millis": int(hours * 3600 * 1000)}
            older = "UPDATE attachments SET created_at = created_at - :millis"
            db.session.execute(db.text(older), ago)


def rows_left() -> int:
    return int(db.session.execute(db.text("SELECT COUNT(*) FROM attachments")).scalar() or 0)


def test_what_is_attached_stays_for_ever(desk: Flask, settings: Settings, stored: Store) -> None:
    ticket = make_ticket(make_member())
    uploads = Uploads((stored(),), frozenset({OWNER}))
    committed(attach, uploads, Place(ticket_id=ticket.id))
    grow_older(settings, 10_000)
    FileSweeper(desk).sweep()
    assert rows_left() == 1
    assert len(files_kept(desk)) == 2


def test_what_nobody_has_attached_goes_after_two_days(
    desk: Flask, settings: Settings, stored: Store
) -> None:
    stored()
    grow_older(settings, 47)
    FileSweeper(desk).sweep()
    assert rows_left() == 1
    assert len(files_kept(desk)) == 2
    grow_older(settings, 2)
    FileSweeper(desk).sweep()
    assert rows_left() == 0
    assert files_kept(desk) == []


def test_a_file_without_a_row_goes_after_a_day(
    desk: Flask, settings: Settings, stored: Store
) -> None:
    stored()
    with transaction():
        db.session.execute(db.text("DELETE FROM attachments"))
    FileSweeper(desk).sweep()
    assert len(files_kept(desk)) == 2
    grow_older(settings, 25, rows=False)
    FileSweeper(desk).sweep()
    assert files_kept(desk) == []


def test_a_file_goes_with_its_last_use(desk: Flask, settings: Settings, stored: Store) -> None:
    first, second = stored(), stored()
    assert len(files_kept(desk)) == 2
    for one, files in ((first, 2), (second, 0)):
        with transaction():
            db.session.execute(db.text("DELETE FROM attachments WHERE id = :id"), {"id": one})
        grow_older(settings, 25, rows=False)
        FileSweeper(desk).sweep()
        assert len(files_kept(desk)) == files


def test_what_somebody_has_put_there_by_hand_harms_nobody(
    desk: Flask, settings: Settings, stored: Store
) -> None:
    stored()
    stray: Path = settings.data_dir / "files" / "ab" / "notes.txt"
    stray.parent.mkdir(exist_ok=True)
    stray.write_text("x")
    grow_older(settings, 25, rows=False)
    FileSweeper(desk).sweep()
    assert len(files_kept(desk)) == 2
    assert stray.exists()
