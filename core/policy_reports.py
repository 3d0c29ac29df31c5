"""Takes browsers' reports of a broken content policy: one short line in the log, not a flood."""

import json
import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from core import clock

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

REPORT_PATH = "/policy-reports"
LONGEST_BYTES = 8192
QUIET_MILLIS = 60_000

log = logging.getLogger("livedesk.policy")


class PolicyReports:
    """Answers `POST /policy-reports` outside the app, for such a report has no csrf_token."""

    def __init__(self, wsgi_app: "WSGIApplication") -> None:
        self._wsgi_app = wsgi_app
        self._quiet_until = 0
        self._left_out = 0

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        if environ.get("PATH_INFO") != REPORT_PATH or environ["REQUEST_METHOD"] != "POST":
            return self._wsgi_app(environ, start_response)
        self._note(environ)
        start_response("204 No Content", [])
        return []

    def _note(self, environ: "WSGIEnvironment") -> None:
        moment = clock.now_millis()
        if moment < self._quiet_until:
            self._left_out += 1
        else:
            log.warning("%s (%d more since the last line)", _summary(environ), self._left_out)
            self._quiet_until, self._left_out = moment + QUIET_MILLIS, 0


def _summary(environ: "WSGIEnvironment") -> str:
    """The rule and the origin only: an address may hold a token."""
    length = environ.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > LONGEST_BYTES:
        return "policy report of a wrong size"
    try:
        report = json.loads(environ["wsgi.input"].read(int(length)))["csp-report"]
        rule, blocked = str(report["violated-directive"]), urlsplit(str(report["blocked-uri"]))
    except (ValueError, KeyError, TypeError):
        return "policy report that cannot be read"
    culprit = (
        f"{blocked.scheme}://{blocked.netloc}"
        if blocked.netloc
        # Only words such as "inline" or "eval" come without a host.
        else (blocked.path.partition("/")[0])
    )
    return f"policy broken: {_plain(rule)} by {_plain(culprit)}"


def _plain(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable())[:60]
