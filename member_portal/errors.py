"""Pages for what went wrong: every one says what happened and offers a next step."""

import logging
import secrets
from typing import Any

from flask import Flask, Response, current_app, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from accounts import login
from accounts.access import RankTooLow, ranks
from core import answers, uploads
from core.errors import Forbidden, Invalid, NotFound, Refused, TooLong, Unavailable
from core.forms import sent_back
from core.languages import browser_language, force_language, lazy_gettext
from core.languages import gettext as _

log = logging.getLogger("livedesk")

STALE = lazy_gettext(
    "This page was open for a long time, so nothing was sent yet. Please press the button again."
)

# Statuses that have a page of their own; `errors/refused.html` serves all others.
_OWN_PAGES = (403, 404)
_TITLES = {
    405: lazy_gettext("This address does not take that"),
    413: lazy_gettext("That was too much at once"),
    429: lazy_gettext("A moment, please"),
    503: lazy_gettext("We cannot store anything right now"),
}


class _NotAllowed(Refused):
    code = "method_not_allowed"
    status = 405
    message = lazy_gettext("Please go back and try another way.")


_KINDS: dict[int, type[Refused]] = {
    400: Invalid,
    403: Forbidden,
    404: NotFound,
    405: _NotAllowed,
    413: TooLong,
}


def install(app: Flask) -> None:
    app.register_error_handler(RankTooLow, _rank_page)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(500, _failed)
    app.log_exception = _log_exception  # type: ignore[method-assign]


def _rank_page(_refused: RankTooLow) -> Response:
    account = login.current_account()
    page = render_template(
        "member_portal/rank.html", rank=account.rank if account else None, ranks=ranks()
    )
    return make_response(page, 403)


def _refused(refused: Refused) -> Response:
    if _wants_json():
        return answers.json_refusal(refused)
    return sent_back(make_response(_error_page(refused)), refused)


def _error_page(refused: Refused) -> str:
    code = refused.status
    if code in _OWN_PAGES:
        return render_template(f"errors/{code}.html")
    return _refused_page(code, _TITLES.get(code, _("That could not be done")), refused.message)


def _refused_page(code: int, title: str, text: str) -> str:
    return render_template("errors/refused.html", code=code, title=title, text=text)


def _stale_form(_error: CSRFError) -> Any:
    """Show the form again with all that was typed where the view has named how; never act."""
    if _wants_json():
        return answers.json_refusal(Forbidden(str(STALE)))
    view = current_app.view_functions.get(request.endpoint or "")
    redraw = getattr(view, "redraw", None)
    if redraw is None:
        return make_response(_refused_page(403, _("Please try once more"), STALE), 403)
    try:
        return redraw(**(request.view_args or {}), sentence=STALE)
    except Refused as refused:
        return current_app.handle_user_exception(refused)


def _http_error(error: HTTPException) -> Any:
    """What Flask itself refuses: unknown addresses, wrong methods, bodies that are too large."""
    response = _refused(refusal_of(error))
    if error.code == _NotAllowed.status:
        response.headers["Allow"] = error.get_response().headers.get("Allow", "")
    return response


def refusal_of(error: HTTPException) -> Refused:
    """The same in our words: its description is for programmers, and in English only."""
    refused = _KINDS.get(error.code or 500, Refused)()
    refused.status = error.code or 500
    return refused


def _log_exception(exc_info: Any) -> None:
    """Like Flask's own, but for the address, which may hold a secret (S16)."""
    log.error("Failed: %s %s", request.method, request.url_rule, exc_info=exc_info)


def _failed(_error: Exception) -> Response:
    if _wants_json():
        return answers.json_refusal(Unavailable())
    number = f"{secrets.token_hex(2)}-{secrets.token_hex(2)}"
    log.error("A page failed; the person was shown the error number %s", number)
    return _plain_page(number)


def _plain_page(number: str) -> Response:
    """Rendered without context processors, so that it works when the database does not."""
    with force_language(browser_language().code):
        page = current_app.jinja_env.get_template("errors/500.html").render(number=number)
    return make_response(page, 500)


def _wants_json() -> bool:
    return request.path.startswith("/api/") or uploads.wants_json()
