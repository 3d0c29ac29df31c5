"""What machines ask: is the process alive, can it serve, how is it doing."""

import time

from flask import Blueprint, Response, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from core import schema
from core.database import db
from core.disk import Level, disk

blueprint = Blueprint("health", __name__)
_started_at = time.monotonic()


@blueprint.get("/healthz")
def healthz() -> Response:
    """The loop turns; says nothing of the database."""
    return jsonify({"ok": True, "uptime_seconds": round(time.monotonic() - _started_at)})


@blueprint.get("/readyz")
def readyz() -> tuple[Response, int]:
    """Able to serve: the database has the schema that this code needs, and room to write."""
    try:
        db.session.execute(text("SELECT 1"))
        ready = schema.revision() == schema.newest() and disk().level < Level.READ_ONLY
    except SQLAlchemyError:
        ready = False
    return jsonify({"ok": ready}), 200 if ready else 503


@blueprint.get("/metrics")
def metrics() -> Response:
    """Prometheus text."""
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)
