"""The headers that every answer carries, errors and `/socket.io/` included (S37, S39).

They are set outside of everything, so that nothing can forget them. What the app has already said
about caching or its own policy stands.
"""

import secrets
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Flask, request
from werkzeug.datastructures import Headers

from core.policy_reports import REPORT_PATH, PolicyReports

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

NONCE = "livedesk.csp_nonce"

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # What no window shows needs no more of it; a chat's page fetches seventy such files.
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # Said here so that no server below adds its name and version.
    "Server": "livedesk",
}
OF_PAGES = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(),"
    " magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
)
ONE_YEAR = "max-age=31536000; includeSubDomains"


class SecurityHeaders:
    """The outermost WSGI layer."""

    def __init__(self, wsgi_app: "WSGIApplication", public_url: str) -> None:
        self._wsgi_app = wsgi_app
        self._policy = _policy(public_url)
        self._fixed = dict(FIXED)
        if public_url.startswith("https:"):
            self._fixed["Strict-Transport-Security"] = ONE_YEAR

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        nonce = environ[NONCE] = secrets.token_urlsafe(16)

        def start_with_headers(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            if not status.startswith("101"):
                headers = self._completed(headers, nonce)
            return start_response(status, headers, *rest)

        return self._wsgi_app(environ, start_with_headers)

    def _completed(self, given: list[tuple[str, str]], nonce: str) -> list[tuple[str, str]]:
        headers = Headers(given)
        for name, value in self._fixed.items():
            headers[name] = value
        if headers.get("Content-Type", "").startswith("text/html"):
            headers["Permissions-Policy"] = OF_PAGES
        headers.setdefault("Content-Security-Policy", self._policy.replace("{nonce}", nonce))
        headers.setdefault("Cache-Control", "no-store")
        if "public" in headers["Cache-Control"]:
            # What a proxy may keep must never carry one person's cookie to another (S60).
            headers.remove("Set-Cookie")
        else:
            headers["Vary"] = _with_cookie(headers.getlist("Vary"))
        return headers.to_wsgi_list()


def install(app: Flask, public_url: str) -> None:
    """Put the headers around the app. Call it last, so that it is outside of everything."""
    app.wsgi_app = SecurityHeaders(  # type: ignore[method-assign]
        PolicyReports(app.wsgi_app), public_url
    )
    app.jinja_env.globals["csp_nonce"] = csp_nonce


def csp_nonce() -> str:
    """What a `<script>` of this very answer has to carry to run."""
    nonce: str = request.environ[NONCE]
    return nonce


def _policy(public_url: str) -> str:
    # Static and dynamic imports of a module that carries the nonce inherit it, so neither
    # 'self' (which an uploaded file could use) nor 'strict-dynamic' is needed.
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'nonce-{nonce}'",
            "style-src 'self'",
            "font-src 'self'",
            "img-src 'self' blob:",
            f"connect-src 'self' {_socket_origin(public_url)}",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "object-src 'none'",
            f"report-uri {REPORT_PATH}",
        )
    )


def _socket_origin(public_url: str) -> str:
    """Older Safari does not count a WebSocket to the own host as 'self'."""
    parts = urlsplit(public_url)
    return f"{'wss' if parts.scheme == 'https' else 'ws'}://{parts.netloc}"


def _with_cookie(given: list[str]) -> str:
    names = [name.strip() for line in given for name in line.split(",") if name.strip()]
    return ", ".join(names if "Cookie" in names else [*names, "Cookie"])
