"""The one way in to the JSON of the console: who may, what was sent, and how a no is told."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import msgspec
from flask import Response, jsonify, make_response, request

from accounts import access, login
from accounts.access import SignInNeeded
from accounts.models import Account
from core.answers import json_refusal, schema_refusal
from core.uploads import answers_json

View = Callable[..., Any]

_REQUIRED: dict[str, Callable[[Account | None], Account]] = {
    "agent": access.require_agent,
    "supervisor": access.require_supervisor,
    "admin": access.require_admin,
}


def json_door(*, role: str = "agent", body: Any = None) -> Callable[[View], View]:
    """A view under /console/api: `view(account, **path)`, or `view(account, sent, **path)`.

    `role` is the least one; each higher role includes it. `body` is the msgspec type that the
    request's JSON must have. The view answers what becomes JSON, or that and a status, or a
    Response. Refusals, also of the csrf token, are told in the shape of the JSON API; the token
    comes in the header `X-CSRFToken`, which is checked before the view runs.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def answer(**path: Any) -> Response:
            try:
                account = _REQUIRED[role](login.current_account())
            except SignInNeeded as needed:
                return json_refusal(needed)  # A page would lead to the sign-in form instead.
            sent = () if body is None else (_decoded(body),)
            return _as_response(view(account, *sent, **path))

        return answers_json(answer)

    return wrap


def _decoded(kind: Any) -> Any:
    try:
        return msgspec.json.decode(request.get_data(), type=kind)
    except (msgspec.ValidationError, msgspec.DecodeError) as found:
        raise schema_refusal(found) from None


def _as_response(answered: Any) -> Response:
    if isinstance(answered, Response):
        return answered
    if isinstance(answered, tuple):
        content, status = answered
        return make_response(jsonify(content), status)
    return jsonify(answered)
