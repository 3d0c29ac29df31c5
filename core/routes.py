"""What machines ask: is the process alive, can it serve, how is it doing."""

import hmac
import time
from ipaddress import ip_address

from flask import Blueprint, Response, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from core.errors import NotFound
from core.readiness import readiness
from core.settings import settings

blueprint = Blueprint("health", __name__)
_started_at = time.monotonic()


@blueprint.get("/healthz")
def healthz() -> Response:
    """The loop turns; says nothing of the database."""
    return jsonify({"ok": True, "uptime_seconds": round(time.monotonic() - _started_at)})


@blueprint.get("/readyz")
def readyz() -> tuple[Response, int]:
    """Able to serve, which includes writing; says nothing of why not."""
    ready = readiness().trouble() is None
    return jsonify({"ok": ready}), 200 if ready else 503


@blueprint.get("/metrics")
def metrics() -> Response:
    """Prometheus text, for programs of this machine and for those with the token."""
    if not (_is_from_here() or _has_token()):
        raise NotFound
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def _is_from_here() -> bool:
    """Whether this very machine asks, and is no proxy that asks for somebody else."""
    if not settings().trusted_proxies and "X-Forwarded-For" in request.headers:
        return False
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


def _has_token() -> bool:
    token = settings().metrics_token
    given = request.authorization
    if token is None or given is None or given.type != "bearer":
        return False
    return hmac.compare_digest((given.token or "").encode(), token.encode())
