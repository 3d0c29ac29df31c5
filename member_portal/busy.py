"""Who stands in line on a busy desk, and the short answer when there was no turn (R59)."""

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from flask import Flask, render_template
from werkzeug.wrappers import Request, Response

from core import answers
from core.errors import Unavailable
from core.languages import COOKIE, ENGLISH, find, force_language, lazy_gettext

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

RETRY_AFTER_SECONDS = 5
SENTENCE = lazy_gettext(
    "More people are here than we can serve at once. What you have typed is kept on this device:"
    " please try again in a few seconds."
)

# The team, who talks already, who was sent on to a tech issue, and those who watch the server.
_NEVER_WAIT = (
    *("/console", "/log", "/chat/", "/api/v1/chats/", "/attachments/", "/static/"),
    *("/socket.io", "/healthz", "/readyz", "/metrics"),
)


def may_wait(environ: "WSGIEnvironment") -> bool:
    """Newcomers may, and who looks around or writes what nobody answers at once."""
    return not environ["PATH_INFO"].startswith(_NEVER_WAIT)


def install(app: Flask) -> "WSGIApplication":
    """The answer, as JSON for programs and as a page for people, in the language they prefer."""

    @cache
    def page(code: str) -> bytes:
        with app.test_request_context(), force_language(code):
            return render_template("errors/busy.html", text=SENTENCE).encode()

    @cache
    def json(code: str) -> bytes:
        refusal = Unavailable(SENTENCE, retry_after_seconds=RETRY_AFTER_SECONDS)
        with app.test_request_context(), force_language(code):
            return answers.json_refusal(refusal).get_data()

    def busy(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if _is_program(environ):
            body, kind = json(_language(environ)), "application/json"
        else:
            body, kind = page(_language(environ)), "text/html; charset=utf-8"
        answer = Response(body, 503, {"Retry-After": str(RETRY_AFTER_SECONDS)}, content_type=kind)
        return answer(environ, start_response)

    return busy


def _is_program(environ: "WSGIEnvironment") -> bool:
    """Also a script of ours that sends a file."""
    accepted: str = environ.get("HTTP_ACCEPT", "")
    path: str = environ["PATH_INFO"]
    return path.startswith("/api/") or accepted.startswith("application/json")


def _language(environ: "WSGIEnvironment") -> str:
    """By the browser alone: nobody is looked up now."""
    request = Request(environ)
    wished = [request.cookies.get(COOKIE), *request.accept_languages.values()]
    return next((found.code for tag in wished if (found := find(tag))), ENGLISH.code)
