"""Alive is one thing, able to serve another: what machines are told under each fault."""

from pathlib import Path

import pytest
from flask import Flask
from prometheus_client import REGISTRY
from sqlalchemy import text

from app import create_app
from core import readiness, schema
from core.database import db
from core.disk import Level, disk_of
from core.settings import Settings


def health(app: Flask) -> tuple[int, int]:
    """What /healthz and /readyz answer."""
    client = app.test_client()
    alive, ready = client.get("/healthz"), client.get("/readyz")
    # Details would be for whoever looks for a way in.
    assert set(ready.get_json()) == {"ok"}
    return alive.status_code, ready.status_code


def test_a_desk_in_order_is_alive_and_ready(app: Flask) -> None:
    assert health(app) == (200, 200)


def test_without_tables_it_is_alive_and_not_ready(tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path / "empty"))
    assert health(app) == (200, 503)
    schema.bring_up_to_date(app)
    assert health(app) == (200, 200)
    with app.app_context():
        db.engine.dispose()


def test_with_a_damaged_database_it_is_alive_and_not_ready(tmp_path: Path) -> None:
    (tmp_path / "livedesk.sqlite3").write_bytes(b"no database at all, but long enough")
    assert health(create_app(Settings(data_dir=tmp_path))) == (200, 503)


@pytest.mark.parametrize("revision", ["0001", "f00d"])
def test_with_another_schema_it_is_alive_and_not_ready(app: Flask, revision: str) -> None:
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :new"), {"new": revision})
    assert health(app) == (200, 503)


@pytest.mark.parametrize(
    ("level", "ready"), [(Level.SCARCE, 200), (Level.NO_FILES, 200), (Level.READ_ONLY, 503)]
)
def test_with_little_room_it_is_ready_as_long_as_it_stores(
    app: Flask, level: Level, ready: int
) -> None:
    disk_of(app).level = level
    assert health(app) == (200, ready)


def written() -> float:
    return REGISTRY.get_sample_value("livedesk_commit_seconds_count") or 0.0


@pytest.mark.parametrize(("looks_after_seconds", "writes"), [(3600.0, 1), (0.0, 3)])
def test_who_asks_often_makes_it_write_once_in_a_while(
    app: Flask, monkeypatch: pytest.MonkeyPatch, looks_after_seconds: float, writes: int
) -> None:
    monkeypatch.setattr(readiness, "LOOKS_AFTER_SECONDS", looks_after_seconds)
    before = written()
    assert [health(app) for _ in range(3)] == [(200, 200)] * 3
    assert written() == before + writes


def test_a_desk_that_is_being_stopped_is_alive_and_not_ready(app: Flask) -> None:
    readiness.readiness_of(app).is_leaving = True
    assert health(app) == (200, 503)
